import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { check } from "./check.ts";

const HERE = import.meta.dirname!;

/** Where npm puts the hosts; may be deleted at any time. */
const CACHE = fileURLToPath(new URL("../../.cache/hosts", import.meta.url));
const BUN = { package: "bun@1.4.5", program: join(CACHE, "node_modules/bun/bin/bun.exe") };
const WORKERD = {
  package: "workerd@1.20261117.1",
  program: join(CACHE, "node_modules/workerd/bin/workerd"),
};
/** Versions of Node beside the one that is there: `deno task test:hosts`. */
const NODES = (Deno.env.get("NODE_VERSIONS") ?? "").split(",").filter(Boolean).map((version) => ({
  version,
  package: `node${version}@npm:node@${version}`,
  program: join(CACHE, `node_modules/node${version}/bin/node`),
}));

const hasNode = await run("node", ["--version"]).then(() => true, () => false);
const NEEDS_NODE = "needs Node: https://nodejs.org/en/download, or apt-get install nodejs npm";

/** A test that is ignored where there is no Node, and so no npm. */
function test(name: string, fn: (t: Deno.TestContext) => Promise<void>): void {
  Deno.test({ name: hasNode ? name : `${name} (${NEEDS_NODE})`, ignore: !hasNode, fn });
}

test("the handler and clients run in Node", async (t) => {
  if (NODES.length > 0) await install();
  await using folder = await temporary();
  await bundle("node.ts", folder.path, "deno");
  for (const { version, program } of [{ version: "that is there", program: "node" }, ...NODES]) {
    await t.step(`Node ${version}`, async () => {
      await using host = await start(program, ["node.mjs"], folder.path);
      await checkHost(host.url);
    });
  }
});

test("the handler and clients run in Bun and workerd, unchanged", async (t) => {
  await install();
  await using folder = await temporary();
  await bundle("worker.ts", folder.path, "browser");
  await t.step("Bun", async () => {
    await using host = await start(BUN.program, ["run", "worker.mjs"], folder.path);
    await checkHost(host.url);
  });
  await t.step("workerd", async () => {
    await Deno.copyFile(join(HERE, "workerd.capnp"), join(folder.path, "workerd.capnp"));
    const args = ["serve", "workerd.capnp", "--control-fd=1"];
    await using host = await start(WORKERD.program, args, folder.path);
    await checkHost(host.url);
  });
});

/** Calls the host from outside, and has it call itself. */
async function checkHost(url: string): Promise<void> {
  await check(url, fetch);
  const response = await fetch(`${url}/check`);
  assertEquals(await response.text(), "ok");
}

/** Makes one JavaScript file, `x.mjs`, of `x.ts` and what it imports. */
async function bundle(program: string, folder: string, platform: string): Promise<void> {
  const output = join(folder, program.replace(/\.ts$/, ".mjs"));
  const args = ["bundle", "--quiet", `--platform=${platform}`, "-o", output, join(HERE, program)];
  await run(Deno.execPath(), args);
}

/** Has npm install the hosts, unless they are there. */
async function install(): Promise<void> {
  await Deno.mkdir(CACHE, { recursive: true });
  using lock = await Deno.open(join(CACHE, "lock"), { create: true, write: true });
  await lock.lock(true);
  const list = [BUN, WORKERD, ...NODES].map((host) => host.package);
  const installed = join(CACHE, "installed.json");
  const before = await Deno.readTextFile(installed).catch(() => "");
  if (before === JSON.stringify(list)) return;
  await run("npm", ["install", "--no-save", "--prefix", CACHE, ...list]);
  await Deno.writeTextFile(installed, JSON.stringify(list));
}

/** Runs a program to its end. */
async function run(program: string, args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args }).output();
  assert(success, new TextDecoder().decode(stderr));
}

/** Starts a server, and waits until it says which port it listens on. */
async function start(
  program: string,
  args: string[],
  cwd: string,
): Promise<{ url: string } & AsyncDisposable> {
  const child = new Deno.Command(program, {
    args,
    cwd,
    env: { PORT: "0" },
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  async function dispose() {
    child.kill();
    await child.status;
    await reader.cancel();
  }
  let output = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    output += value;
    const port = /(?:localhost|127\.0\.0\.1|"port"):(\d+)/.exec(output)?.[1];
    if (port === undefined) continue;
    return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: dispose };
  }
  await dispose().catch(() => {});
  throw new Error(`${program} does not listen: ${output}`);
}

async function temporary(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir({ prefix: "seria-hosts-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
