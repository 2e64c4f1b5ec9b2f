import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import config from "../deno.json" with { type: "json" };

const cwd = fileURLToPath(new URL("..", import.meta.url));
/** Tasks that are one program, and no example. */
const TASKS = Object.entries(config.tasks).filter(([, { command }]) =>
  /^deno run \S.*\/\S+\.ts$/.test(command) && !command.includes(" examples/")
);

/** Runs a task with an argument. */
async function run(command: string, argument: string) {
  const [, ...args] = command.split(" ");
  const options = { args: [...args, argument], cwd, env: { NO_COLOR: "1" } };
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), options).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

for (const [name, { command }] of TASKS) {
  Deno.test(`deno task ${name} has --help, and refuses options that it does not know`, async () => {
    const help = await run(command, "--help");
    assertEquals(help.code, 0, help.stderr);
    assert(help.stdout.includes(`Usage: deno task ${name}`), help.stdout);
    const refused = await run(command, "--no-such-option");
    assertEquals([refused.code, refused.stdout], [2, ""]);
    assert(refused.stderr.includes("Unknown option '--no-such-option'"), refused.stderr);
    assert(refused.stderr.includes(`Usage: deno task ${name}`), refused.stderr);
  });
}
