/**
 * Follows the README as a newcomer would: in an empty folder outside the repository, with an import
 * map in place of JSR, file by file and command by command.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { dirname, join, resolve } from "node:path";
import config from "../deno.json" with { type: "json" };

const ROOT = resolve(import.meta.dirname!, "..");
const PORT = "8080";

/** A fenced block, and the file that the README says it is. */
interface Block {
  readonly language: string;
  readonly text: string;
  readonly file: string | undefined;
}

/** The blocks of a Markdown text; a block is a file if the line before it ends in "`name`:". */
function blocksOf(markdown: string): Block[] {
  const fence = /([^\n]*)\n\n?```(\w+)[^\n]*\n(.*?)\n```/gs;
  return [...markdown.matchAll(fence)].map(([, before, language, text]) => ({
    language: language!,
    text: `${text}\n`,
    file: /`([\w/]+\.\w+)`(?:,[^`]*`[^`]*`)?:$/.exec(before!)?.[1],
  }));
}

/** The package's entry points, as an import map from outside. */
function importMap(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config.exports).map(([name, path]) => [
      name.replace(/^\./, config.name),
      join(ROOT, path),
    ]),
  );
}

async function deno(cwd: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd })
    .output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** Reads what a server says up to the port that it listens on, and the rest as well. */
async function findPort(stream: ReadableStream<Uint8Array>): Promise<string> {
  const lines = stream.pipeThrough(new TextDecoderStream());
  let output = "";
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  lines.pipeTo(
    new WritableStream({
      write(text) {
        output += text;
        const port = /http:\/\/[\w.]+:(\d+)/.exec(output)?.[1];
        if (port !== undefined) resolve(port);
      },
      close: () => reject(new Error(`the server does not listen: ${output}`)),
    }),
  ).catch(reject);
  return await promise;
}

/** Starts a server, and waits until it listens. */
async function serve(cwd: string): Promise<{ port: string } & AsyncDisposable> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-net", "main.ts"],
    cwd,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const port = await Promise.any([findPort(child.stdout), findPort(child.stderr)]);
  return {
    port,
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.status;
    },
  };
}

Deno.test("the README gets a newcomer from an empty folder to a served call", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "seria-readme-" });
  const blocks = blocksOf(await Deno.readTextFile(join(ROOT, "README.md")));
  const put = async (name: string, text: string) => {
    await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
    await Deno.writeTextFile(join(folder, name), text);
  };
  try {
    await t.step("its files can be written down", async () => {
      const files = blocks.filter((block) => block.file !== undefined);
      assertEquals(
        files.map((block) => block.file),
        ["deno.json", "proto/greet/v1/greet.proto", "main.ts", "client.ts"],
      );
      for (const { file, text } of files) await put(file!, text.replace(PORT, "0"));
      const json = JSON.parse(files[0]!.text);
      assertEquals(json.imports, { [config.name]: `jsr:${config.name}@^0.1` });
      await put("deno.json", JSON.stringify({ ...json, imports: importMap() }));
    });
    await t.step("`deno task gen` generates the code", async () => {
      assertStringIncludes(await deno(folder, "task", "gen"), "gen/greet/v1/greet_pb.ts");
      assertStringIncludes(await deno(folder, "task", "gen"), "0 written");
    });
    await t.step("everything type-checks", async () => {
      await deno(folder, "check", "main.ts", "client.ts");
    });
    await t.step("the server answers what curl and the client send", async () => {
      await using server = await serve(folder);
      const response = await fetch(`http://localhost:${server.port}/greet.v1.GreetService/Greet`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{"name":"Ada"}',
      });
      assertEquals(await response.json(), { greeting: "Hello, Ada!" });
      const client = blocks.find((block) => block.file === "client.ts")!.text;
      await put("client.ts", client.replace(PORT, server.port));
      assertEquals(await deno(folder, "run", "--allow-net", "client.ts"), "Hello, Ada!\n1\n2\n3\n");
    });
    const others = blocks.filter((block) => block.language === "ts" && block.file === undefined);
    for (const [i, { text }] of others.entries()) {
      await t.step(`snippet ${i + 1} runs`, async () => {
        await put(`snippet_${i}.ts`, text.replaceAll("console.assert", "assert") + ASSERT);
        await deno(folder, "run", "--check", `snippet_${i}.ts`);
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

const ASSERT = `
function assert(condition: boolean): void {
  if (!condition) throw new Error("not so");
}
void assert;
`;
