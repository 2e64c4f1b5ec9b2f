import { assert } from "@std/assert";
import { lockCache } from "../cache.ts";
import { runOrThrow } from "../command.ts";
import { generate, generatedModules } from "./generate.ts";
import { isAvailable, NEEDS_GO } from "./module.ts";
import { runSuite, TARGET_NAMES } from "./suite.ts";

const available = await isAvailable();
const note = available ? "" : ` (${NEEDS_GO})`;

Deno.test({
  name: `the upstream ConnectRPC conformance suite passes${note}`,
  ignore: !available,
}, async (t) => {
  using _lock = await lockCache();
  await generate();

  await t.step("generated code for its protos passes the type checker", async () => {
    await runOrThrow([Deno.execPath(), "check", "--quiet", ...generatedModules()]);
  });

  for (const target of TARGET_NAMES) {
    await t.step(target, async () => {
      const { passed, total, failures } = await runSuite(target);
      assert(passed && total > 0, failures.join("\n"));
    });
  }
});
