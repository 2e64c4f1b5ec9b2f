import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { FakeTime, TimeError } from "@std/testing/time";

Deno.test("FakeTime moves Date and timers", () => {
  using time = new FakeTime("2024-01-01T00:00:00Z");
  const start = Date.UTC(2024, 0, 1);
  assertEquals([Date.now(), time.start, new Date().getTime()], [start, start, start]);
  assertEquals(new Date(5).getTime(), 5);
  const rang: string[] = [];
  const note = (name: string) => rang.push(`${name} ${Date.now() - start}`);
  setTimeout(note, 20, "late");
  setTimeout(note, 10, "first");
  setTimeout(note, 10, "second");
  clearTimeout(setTimeout(note, 10, "never"));
  const interval = setInterval(note, 8, "again");
  time.tick(9);
  assertEquals(rang, ["again 8"]);
  time.tick(11);
  assertEquals(rang.slice(1), ["first 10", "second 10", "again 16", "late 20"]);
  clearInterval(interval);
  assertFalse(time.next());
  assertThrows(() => time.now--, RangeError);
});

Deno.test("FakeTime aborts signals on time", () => {
  using time = new FakeTime();
  const signal = AbortSignal.timeout(100);
  time.tick(99);
  assertFalse(signal.aborted);
  time.tick(1);
  assertEquals(signal.reason.name, "TimeoutError");
});

Deno.test("FakeTime lets promises run before it moves", async () => {
  using time = new FakeTime();
  let done = false;
  const run = async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 50));
    done = true;
  };
  const running = run();
  assert(await time.nextAsync());
  await time.tickAsync(50);
  await running;
  assert(done);
});

Deno.test("FakeTime is installed once and restored once", () => {
  const { setTimeout, Date } = globalThis;
  const time = new FakeTime();
  assertThrows(() => new FakeTime(), TimeError);
  time.restore();
  assertThrows(() => time.restore(), TimeError);
  assertEquals([globalThis.setTimeout === setTimeout, globalThis.Date === Date], [true, true]);
  assertThrows(() => new FakeTime("never"), TypeError);
  new FakeTime(0).restore();
});
