import { randomOf, TARGET_NAMES } from "./case.ts";
import { runCase } from "./run_case.ts";
import { targetOf } from "./targets/mod.ts";
import { ownFamilies } from "./types.ts";

const SEED = Number(Deno.env.get("SEED") ?? Date.now() % 1_000_000);
const MILLISECONDS = 400;

for (const name of TARGET_NAMES) {
  Deno.test(`fuzz: ${name} (seed ${SEED})`, async () => {
    const target = targetOf(name, ownFamilies());
    const end = performance.now() + MILLISECONDS;
    for (let index = 0; performance.now() < end; index++) {
      const each = target.next(randomOf(SEED, index));
      try {
        await runCase(each);
      } catch (cause) {
        const input = typeof each.input === "string" ? each.input : each.input.toHex();
        throw new Error(`case ${index}: ${each.about}: ${input}`, { cause });
      }
    }
  });
}
