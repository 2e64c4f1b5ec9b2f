import { assert } from "@std/assert";
import { lockCache } from "../cache.ts";
import { runOrThrow } from "../command.ts";
import { generate, generatedModules } from "./generate.ts";
import { MODE_NAMES } from "./modes.ts";
import { runSuite } from "./suite.ts";

const { os, arch } = Deno.build;
/** Other platforms have no runner. */
const ignore = !(os === "darwin" || os === "linux" && arch === "x86_64");

Deno.test({ name: "the upstream conformance suite passes", ignore }, async (t) => {
  using _lock = await lockCache();
  await generate();

  await t.step("generated code for its protos passes the type checker", async () => {
    await runOrThrow([Deno.execPath(), "check", "--quiet", ...await generatedModules()]);
  });

  for (const mode of MODE_NAMES) {
    await t.step(`${mode} mode`, async () => {
      const { passed, binaryAndJson, textFormat, details } = await runSuite(mode);
      assert(passed, [...details, binaryAndJson?.line, textFormat?.line].join("\n"));
    });
  }
});
