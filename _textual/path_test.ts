import { assert, assertEquals } from "@std/assert";
import { Path } from "./path.ts";

function pathOf(...steps: string[]): string {
  const path = new Path();
  for (const step of steps.toReversed()) path.prepend(step);
  return String(path);
}

Deno.test("a path is its steps, without a point before the first", () => {
  assertEquals(pathOf(), "");
  assertEquals(pathOf(".user", ".addresses", "[2]", ".zip"), "user.addresses[2].zip");
  assertEquals(pathOf("[2]", ".zip"), "[2].zip");
});

Deno.test("a path of a hundred steps is whole if they are short", () => {
  const steps = Array.from({ length: 100 }, () => ".child");
  assertEquals(pathOf(...steps), steps.join("").slice(1));
});

Deno.test("a long path keeps its first steps and its last, whole ones", () => {
  const steps = Array.from({ length: 10_000 }, (_, index) => `.step${index}`);
  const path = pathOf(...steps);
  assert(path.startsWith("step0.step1.step2."), path);
  assert(path.endsWith(".step9997.step9998.step9999"), path);
  const [first = "", last = ""] = path.split("…");
  assert(first.split(".").every((step) => steps.includes(`.${step}`)), first);
  assert(last.slice(1).split(".").every((step) => steps.includes(`.${step}`)), last);
  assert(path.length > 600 && path.length <= 801, `${path.length}`);
});

Deno.test("a path of long steps keeps the first and the last", () => {
  const steps = ["a", "b", "c", "d"].map((char) => `.${char.repeat(500)}`);
  assertEquals(pathOf(...steps), `${steps[0]}…${steps[3]}`.slice(1));
  const short = [".a", steps[1]!, steps[2]!, ".d"];
  assertEquals(pathOf(...short), `a…${steps[2]}.d`);
});
