import { assert, assertEquals } from "@std/assert";
import { lockCache } from "../cache.ts";
import { isAvailable, NEEDS_GO, runSuite } from "./suite.ts";

const available = await isAvailable();
const note = available ? "" : ` (${NEEDS_GO})`;

Deno.test({ name: `h2spec passes, strictly${note}`, ignore: !available }, async () => {
  using _lock = await lockCache();
  const { total, failed, failures } = await runSuite();
  assert(total > 100);
  assertEquals(failed, 0, failures);
});

Deno.test(
  { name: `h2spec has no section of a wrong name${note}`, ignore: !available },
  async () => {
    using _lock = await lockCache();
    assertEquals((await runSuite(["nonsense"])).total, 0);
  },
);
