/**
 * Runs every TypeScript block of the pages in `docs/` that tell about RPC, in the project that the
 * README begins: its greeter is there for them.
 *
 * @module
 */
import { assertRejects } from "@std/assert";
import { join } from "node:path";
import { blocksOf } from "./markdown.ts";
import { importMap, newProject, ROOT } from "./project.ts";

const PAGES = ["docs/rpc.md"];

const readme = blocksOf(await Deno.readTextFile(join(ROOT, "README.md")));

for (const page of PAGES) {
  Deno.test(`${page} tells what is so`, async (t) => {
    await using project = await newProject();
    const blocks = blocksOf(await Deno.readTextFile(join(ROOT, page)));
    for (const { file, text } of [...readme, ...blocks]) {
      if (file !== undefined) await project.put(file, text);
    }
    const json = JSON.parse(await Deno.readTextFile(join(project.path, "deno.json")));
    await project.put("deno.json", JSON.stringify({ ...json, imports: importMap() }));
    await project.deno("task", "gen");
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
