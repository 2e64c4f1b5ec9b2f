/**
 * Runs every TypeScript block of the pages in `docs/` that tell how to use it, in the project that the
 * README begins: its greeter is there for them.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { type Block, blocksOf } from "./markdown.ts";
import { importMap, newProject, type Project, ROOT } from "./project.ts";

const PAGES = ["docs/rpc.md", "docs/hosting.md", "docs/views.md", "docs/migrating.md"];

const readme = blocksOf(await Deno.readTextFile(join(ROOT, "README.md")));

for (const page of PAGES) {
  Deno.test(`${page} tells what is so`, async (t) => {
    await using project = await newProject();
    const blocks = blocksOf(await Deno.readTextFile(join(ROOT, page)));
    await putFiles(project, blocks);
    const snippets = blocks
      .filter(({ language, file }) => language === "ts" && file === undefined)
      .map(({ text, marks }, i) => ({
        name: `snippet_${i + 1}.ts`,
        text,
        pending: marks.includes("pending"),
      }));
    for (const { name, text } of snippets) await project.put(name, text);
    await t.step("everything type-checks", async () => {
      const names = snippets.filter(({ pending }) => !pending).map(({ name }) => name);
      await project.deno("check", "main.ts", ...names);
    });
    for (const { name, pending } of snippets) {
      await t.step(pending ? `${name} has to wait` : `${name} runs`, async () => {
        if (!pending) await project.deno("run", "-A", name);
        // What it is about is still to come; once it is there, the mark has to go.
        else await assertRejects(() => project.deno("run", "-A", name));
      });
    }
  });
}

/** Writes down the README's files and those of a page, and generates the code. */
async function putFiles(project: Project, blocks: readonly Block[]): Promise<void> {
  for (const { file, text } of [...readme, ...blocks]) {
    if (file !== undefined) await project.put(file, text);
  }
  const json = JSON.parse(await Deno.readTextFile(join(project.path, "deno.json")));
  await project.put("deno.json", JSON.stringify({ ...json, imports: importMap() }));
  await project.deno("task", "gen");
}

Deno.test({
  name: "a server that is told to end says so, and lets calls end",
  ignore: Deno.build.os === "windows",
}, async () => {
  await using project = await newProject();
  const blocks = blocksOf(await Deno.readTextFile(join(ROOT, "docs/hosting.md")));
  await putFiles(project, blocks);
  const drain = blocks.find(({ file }) => file === "drain.ts")!.text;
  await project.put("drain.ts", drain.replace("8080", "0").replace("5000", "1000"));
  await project.deno("check", "drain.ts");
  await using server = await project.serve("drain.ts");
  const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);
  const probe = async (path: string) => {
    const response = await get(path);
    await response.body?.cancel();
    return response.status;
  };

  assertEquals([await probe("/livez"), await probe("/readyz")], [200, 200]);
  server.process.kill("SIGTERM");
  while (await probe("/readyz") === 200);
  // Whoever has not heard of it yet is still answered.
  assertEquals([await probe("/livez"), await probe("/readyz")], [200, 503]);
  const call = await fetch(`http://127.0.0.1:${server.port}/greet.v1.GreetService/Greet`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"name":"Ada"}',
  });
  assertEquals(await call.json(), { greeting: "Hello, Ada!" });
  assert((await server.process.status).success);
});
