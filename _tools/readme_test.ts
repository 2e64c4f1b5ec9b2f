/**
 * Follows the README as a newcomer would: in an empty folder outside the repository, with an import
 * map in place of JSR, file by file and command by command.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import config from "../deno.json" with { type: "json" };
import { blocksOf } from "./markdown.ts";
import { importMap, newProject, ROOT } from "./project.ts";

const PORT = "8080";

Deno.test("the README gets a newcomer from an empty folder to a served call", async (t) => {
  await using project = await newProject();
  const blocks = blocksOf(await Deno.readTextFile(join(ROOT, "README.md")));
  await t.step("its files can be written down", async () => {
    const files = blocks.filter((block) => block.file !== undefined);
    assertEquals(
      files.map((block) => block.file),
      ["deno.json", "proto/greet/v1/greet.proto", "main.ts", "client.ts", "greet_test.ts"],
    );
    for (const { file, text } of files) await project.put(file!, text.replace(PORT, "0"));
    const json = JSON.parse(files[0]!.text);
    assertEquals(json.imports, { [config.name]: `jsr:${config.name}@^0.1` });
    await project.put("deno.json", JSON.stringify({ ...json, imports: importMap() }));
  });
  await t.step("`deno task gen` generates the code", async () => {
    assertStringIncludes(await project.deno("task", "gen"), "gen/greet/v1/greet_pb.ts");
    assertStringIncludes(await project.deno("task", "gen"), "0 written");
  });
  const snippets = blocks
    .filter(({ language, file }) => language === "ts" && file === undefined)
    .map(({ text }, i) => ({ name: `snippet_${i + 1}.ts`, text }));
  await t.step("everything type-checks", async () => {
    for (const { name, text } of snippets) {
      await project.put(name, text.replaceAll("console.assert", "assert") + ASSERT);
    }
    const names = snippets.map(({ name }) => name);
    await project.deno("check", "main.ts", "client.ts", "greet_test.ts", ...names);
  });
  await t.step("the server answers what curl and the client send", async () => {
    await using server = await project.serve("main.ts");
    const response = await fetch(`http://localhost:${server.port}/greet.v1.GreetService/Greet`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"name":"Ada"}',
    });
    assertEquals(await response.json(), { greeting: "Hello, Ada!" });
    const client = blocks.find((block) => block.file === "client.ts")!.text;
    await project.put("client.ts", client.replace(PORT, server.port));
    assertEquals(await project.deno("run", "--allow-net", "client.ts"), "Hello, Ada!\n1\n2\n3\n");
  });
  await t.step("its test passes", async () => {
    assertStringIncludes(await project.deno("test", "--no-check"), "1 passed");
  });
  for (const { name } of snippets) {
    await t.step(`${name} runs`, async () => {
      await project.deno("run", "--allow-net=127.0.0.1", name);
    });
  }
});

const ASSERT = `
function assert(condition: boolean): void {
  if (!condition) throw new Error("not so");
}
void assert;
`;
