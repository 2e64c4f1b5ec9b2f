import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { IdleTimer } from "./_idle_timer.ts";
import { Lifetime } from "./_lifetime.ts";

Deno.test("IdleTimer ends what waits for too long, and nothing that was stopped", () => {
  using time = new FakeTime();
  const lifetime = new Lifetime();
  const timer = new IdleTimer(10, lifetime);
  for (let i = 0; i < 3; i++) {
    timer.start("nothing came");
    time.tick(9);
    timer.stop();
  }
  time.tick(100);
  assertEquals(lifetime.reason, undefined);
  timer.start("nothing came");
  time.tick(10);
  assertEquals(lifetime.reason?.code, "deadline_exceeded");
  assertEquals(lifetime.reason?.rawMessage, "nothing came for 10 ms");
});

Deno.test("IdleTimer takes delays that no timer does", async () => {
  for (const ms of [2 ** 31, 1e12, Infinity]) {
    const lifetime = new Lifetime();
    // Deno's timers fire at once for such delays.
    new IdleTimer(ms, lifetime).start("nothing came");
    await new Promise((resolve) => setTimeout(resolve, 5));
    assertEquals(lifetime.reason, undefined, `${ms}`);
  }
});
