import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { spy } from "@std/testing/mock";
import { ConnectError } from "./error.ts";
import { Lifetime } from "./_lifetime.ts";
import { SignalAbort } from "./_signal_abort.ts";

const canceled = (cause: unknown) => new ConnectError("stopped", "canceled", { cause });
const never = new Promise<never>(() => {});

Deno.test("Lifetime.race() gives the promise back if nothing can end it", () => {
  assertStrictEquals(new Lifetime().race(never), never);
});

Deno.test("Lifetime.race() rejects when the deadline passes", async () => {
  const lifetime = new Lifetime();
  lifetime.expireIn(5);
  const error = await assertRejects(() => lifetime.race(never), ConnectError);
  assertEquals(error.code, "deadline_exceeded");
  assertStrictEquals(lifetime.reason, error);
  assertEquals(lifetime.signal.aborted, true);
  assertStrictEquals(lifetime.signal.reason, error);
  assertEquals(lifetime.timeoutMs(), 0);
});

Deno.test("Lifetime.check() does not wait for a timer that is late", () => {
  const lifetime = new Lifetime();
  lifetime.expireIn(5);
  assertEquals(lifetime.check(), undefined);
  for (const start = performance.now(); performance.now() < start + 6;);
  assertEquals(lifetime.reason, undefined);
  assertEquals(lifetime.check()?.code, "deadline_exceeded");
  assertEquals(lifetime.reason?.code, "deadline_exceeded");
});

Deno.test("Lifetime.race() rejects at once when it is over", async () => {
  const lifetime = new Lifetime();
  lifetime.expireIn(0);
  assertEquals(lifetime.reason?.code, "deadline_exceeded");
  await assertRejects(() => lifetime.race(Promise.resolve(1)), ConnectError);
});

Deno.test("Lifetime.race() settles as the promise does", async () => {
  const lifetime = new Lifetime();
  lifetime.expireIn(10_000);
  assertEquals(await lifetime.race(Promise.resolve(1)), 1);
  await assertRejects(() => lifetime.race(Promise.reject(new RangeError())), RangeError);
  lifetime.done();
});

Deno.test("Lifetime.race() may wait for several things at once", async () => {
  const lifetime = new Lifetime();
  lifetime.expireIn(5);
  const ended: string[] = [];
  lifetime.onEnd = ({ code }) => ended.push(code);
  const races = [lifetime.race(never), lifetime.race(never)];
  assertEquals(await lifetime.race(Promise.resolve(1)), 1);
  for (const race of races) {
    assertEquals((await assertRejects(() => race, ConnectError)).code, "deadline_exceeded");
  }
  assertEquals(ended, ["deadline_exceeded"]);
});

Deno.test("Lifetime.expireIn() takes delays that no timer does", async () => {
  using timers = spy(globalThis, "setTimeout");
  const lifetime = new Lifetime();
  lifetime.expireIn(9_999_999_999);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals(lifetime.reason, undefined);
  // Not by looking again and again: a delay that is too long for a timer fires at once.
  assertEquals(timers.calls.map(({ args }) => args[1]), [0x7fff_ffff, 5]);
  assertEquals(lifetime.timeoutMs()! > 9_999_990_000, true);
  lifetime.done();
});

Deno.test("Lifetime.follow() ends with a signal, also one that was aborted before", async () => {
  const controller = new AbortController();
  const lifetime = new Lifetime();
  lifetime.follow(new SignalAbort(controller.signal), canceled);
  const { signal } = lifetime;
  const race = lifetime.race(never);
  controller.abort("enough");
  const error = await assertRejects(() => race, ConnectError);
  assertEquals(error.cause, "enough");
  assertStrictEquals(signal.reason, error);

  const late = new Lifetime();
  late.follow(new SignalAbort(controller.signal), canceled);
  assertEquals(late.reason?.code, "canceled");
});

Deno.test("Lifetime ends once", () => {
  const lifetime = new Lifetime();
  const reasons: string[] = [];
  lifetime.onEnd = (reason) => reasons.push(reason.rawMessage);
  lifetime.end(new ConnectError("first"));
  lifetime.end(new ConnectError("second"));
  assertEquals(reasons, ["first"]);
});

Deno.test("Lifetime.done() lets go of timers and signals", { sanitizeOps: true }, () => {
  const controller = new AbortController();
  const lifetime = new Lifetime();
  lifetime.expireIn(60_000);
  lifetime.follow(new SignalAbort(controller.signal), canceled);
  const { signal } = lifetime;
  let removed = 0;
  controller.signal.removeEventListener = () => removed++;
  lifetime.done();
  assertEquals(removed, 1);
  controller.abort();
  lifetime.end(new ConnectError("late"));
  assertEquals(signal.aborted, false);
  assertEquals(lifetime.reason, undefined);
});
