// What the programs have in common: what is called, and what has to come of it.
import assert from "node:assert/strict";

/** Serves until the standard input ends, and prints the port. */
export function serve(listen) {
  listen((port) => console.log(port));
  process.stdin.on("end", () => process.exit());
  process.stdin.resume();
}

const CASES = {
  "1,000 unary calls": async ({ unary }) => {
    let next = 0;
    await Promise.all(Array.from({ length: 64 }, async () => {
      while (next < 1000) {
        const text = `call ${next++}`;
        assert.equal(await unary(text), text);
      }
    }));
  },
  "an empty message": async ({ unary }) => assert.equal(await unary(""), ""),
  "a message of 1 MiB": async ({ unary }) => {
    const text = "é".repeat(2 ** 19);
    assert.equal(await unary(text), text);
  },
  "an error": ({ unary }) => assert.rejects(unary("fail"), { code: 5, message: "nöt found" }),
  "a stream from the server": async ({ serverStream }) => {
    let expected = 0;
    for await (const text of serverStream("1000")) assert.equal(text, `${expected++}`);
    assert.equal(expected, 1000);
  },
  "a stream of nothing": async ({ serverStream }) => {
    for await (const _ of serverStream("0")) assert.fail("there is a message");
  },
  "a stream to the server": async ({ clientStream }) => {
    const texts = Array.from({ length: 1000 }, (_, i) => `${i},`);
    assert.equal(await clientStream(texts), texts.join(""));
  },
  "a conversation": async ({ bidi }) => {
    const call = bidi();
    for (let i = 0; i < 100; i++) {
      call.send(`${i}`);
      assert.equal(await call.receive(), `${i}`);
    }
    call.end();
    assert.equal(await call.receive(), undefined);
  },
};

/** Runs all cases with a client, and prints a line for each. */
export async function runCases(client) {
  for (const [name, run] of Object.entries(CASES)) {
    try {
      await run(client);
      console.log(`ok ${name}`);
    } catch (error) {
      console.log(`FAILED ${name}: ${error.message}`);
    }
  }
}
