import { assert, assertEquals } from "@std/assert";
import { decode, encode } from "../../reflect/mod.ts";
import type { HandlerContext } from "../context.ts";
import { ConnectError } from "../error.ts";
import type { HandlerOptions } from "../handler_options.ts";
import { markReceived } from "../_received.ts";
import { CountRequest, CountResponse } from "../testdata/gen/greet_pb.ts";
import {
  chunks,
  envelope,
  greetHandler,
  type GreetImplementation,
  join,
  post,
  textEnvelopes,
} from "../testdata/http.ts";

const JSON_TYPE = "application/connect+json";
const PROTO_TYPE = "application/connect+proto";
const TO_THREE = envelope(0, '{"to":3}');

type Count = NonNullable<GreetImplementation["count"]>;

const counting: Count = async function* ({ to }) {
  for (let number = 1; number <= to; number++) yield { number };
};

/** Calls a count(), and reads all that it answers. */
async function call(
  count: Count,
  body: BodyInit | Uint8Array | null = TO_THREE,
  headers: Record<string, string> = {},
  options: HandlerOptions = {},
) {
  const response = await greetHandler({ count }, options)(post("Count", JSON_TYPE, body, headers));
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("content-type"), JSON_TYPE);
  return textEnvelopes(await response.bytes());
}

/** Calls a count() that fails before it begins, and returns the error. */
async function failure(...args: Parameters<typeof call>) {
  const envelopes = await call(...args);
  assertEquals(envelopes.length, 1);
  assertEquals(envelopes[0]![0], 2);
  return JSON.parse(envelopes[0]![1]).error;
}

function waitMs(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

Deno.test("a server-streaming method answers in JSON, and says that it has ended", async () => {
  assertEquals(await call(counting), [
    [0, '{"number":1}'],
    [0, '{"number":2}'],
    [0, '{"number":3}'],
    [2, "{}"],
  ]);
});

Deno.test("a server-streaming method answers in the binary format", async () => {
  const request = post("Count", PROTO_TYPE, envelope(0, encode(CountRequest, { to: 1 })));
  const response = await greetHandler({ count: counting })(request);
  assertEquals([...response.headers], [["content-type", PROTO_TYPE]]);
  const bytes = await response.bytes();
  assertEquals(decode(CountResponse, bytes.subarray(5, 7)).number, 1);
  assertEquals(bytes.subarray(7), envelope(2, "{}"));
});

Deno.test("a client that says what compression it understands is told what the server does", async () => {
  for (const name of ["connect-accept-encoding", "connect-content-encoding"]) {
    const request = post("Count", JSON_TYPE, envelope(0, "{}"), { [name]: "gzip" });
    const { headers } = await greetHandler({ count: counting })(request);
    assertEquals(headers.get("connect-accept-encoding"), "gzip, br, deflate");
  }
});

Deno.test("a stream without responses is its end", async () => {
  assertEquals(await call(async function* () {}), [[2, "{}"]]);
});

Deno.test("an empty message is a request", async () => {
  const request = post("Count", PROTO_TYPE, envelope(0, ""));
  const response = await greetHandler({ count: counting })(request);
  assertEquals(await response.bytes(), envelope(2, "{}"));
});

Deno.test("a request has exactly one message", async () => {
  for (const body of [null, new Uint8Array(0)]) {
    assertEquals(await failure(counting, body), {
      code: "unimplemented",
      message: "the method takes one message: none came",
    });
  }
  assertEquals(await failure(counting, join(TO_THREE, TO_THREE)), {
    code: "unimplemented",
    message: "the method takes one message: more came",
  });
});

Deno.test("a request's envelope has to be whole", async () => {
  for (const length of [1, 4, 5, TO_THREE.length - 1]) {
    assertEquals(
      (await failure(counting, TO_THREE.subarray(0, length))).code,
      "invalid_argument",
    );
  }
});

Deno.test("a request's flags must be 0", async () => {
  assertEquals(await failure(counting, envelope(1, "{}")), {
    code: "internal",
    message: "a message is compressed, but no compression is named",
  });
  for (const flags of [2, 4, 128]) {
    assertEquals((await failure(counting, envelope(flags, "{}"))).code, "invalid_argument");
  }
});

Deno.test("a request that cannot be decoded is answered with invalid_argument", async () => {
  assertEquals((await failure(counting, envelope(0, "{"))).code, "invalid_argument");
});

Deno.test("a request above the limit is refused by its prefix", async () => {
  let canceled = false;
  const body = chunks([new Uint8Array([0, 0x7f, 0, 0, 0])], {
    open: true,
    onCancel: () => canceled = true,
  });
  assertEquals(await failure(counting, body), {
    code: "resource_exhausted",
    message: "message of 2130706432 bytes is larger than the limit of 4194304 bytes",
  });
  assertEquals(canceled, true);
  assertEquals(
    (await failure(counting, TO_THREE, {}, { readMaxBytes: 7 })).code,
    "resource_exhausted",
  );
  assertEquals((await call(counting, TO_THREE, {}, { readMaxBytes: 8 })).length, 4);
});

Deno.test("headers that are wrong are answered in the stream's own shape", async () => {
  const cases: [Record<string, string>, string][] = [
    [{ "connect-content-encoding": "lzw" }, "unimplemented"],
    [{ "connect-protocol-version": "2" }, "invalid_argument"],
    [{ "connect-timeout-ms": "soon" }, "invalid_argument"],
  ];
  for (const [headers, code] of cases) {
    assertEquals((await failure(counting, TO_THREE, headers)).code, code);
  }
  // The version need not be there, even if unary requests must have it.
  const options = { requireConnectProtocolHeader: true };
  assertEquals((await call(counting, TO_THREE, {}, options)).length, 4);
});

Deno.test("a compressed stream is answered with what is supported", async () => {
  const response = await greetHandler({ count: counting })(
    post("Count", JSON_TYPE, TO_THREE, { "connect-content-encoding": "lzw" }),
  );
  assertEquals(response.headers.get("connect-accept-encoding"), "gzip, br, deflate");
});

Deno.test("metadata set before the first response goes out as headers, trailers at the end", async () => {
  const response = await greetHandler({
    async *count(_, context) {
      context.responseHeaders.set("x-a", "1");
      yield {};
      context.responseTrailers.append("x-cost", "1");
      context.responseTrailers.append("x-cost", "2");
      context.responseTrailers.append("set-cookie", "a=1");
      context.responseTrailers.append("set-cookie", "b=2");
    },
  })(post("Count", JSON_TYPE, TO_THREE));
  assertEquals(response.headers.get("x-a"), "1");
  assertEquals(textEnvelopes(await response.bytes()), [
    [0, "{}"],
    [2, '{"metadata":{"set-cookie":["a=1","b=2"],"x-cost":["1, 2"]}}'],
  ]);
});

Deno.test("metadata of a stream that fails at once is sent as well", async () => {
  const response = await greetHandler({
    // deno-lint-ignore require-yield
    async *count(_, context) {
      context.responseHeaders.set("x-a", "1");
      context.responseTrailers.set("x-b", "2");
      throw new ConnectError("no", "aborted", { metadata: { "x-c": "3", "content-type": "x" } });
    },
  })(post("Count", JSON_TYPE, TO_THREE));
  assertEquals(response.headers.get("x-a"), "1");
  assertEquals(textEnvelopes(await response.bytes()), [[
    2,
    '{"error":{"code":"aborted","message":"no"},"metadata":{"x-b":["2"],"x-c":["3"]}}',
  ]]);
});

Deno.test("metadata that may not be sent fails the call with internal", async () => {
  for (const part of ["responseHeaders", "responseTrailers"] as const) {
    const seen: unknown[] = [];
    const envelopes = await call(
      async function* (_, context) {
        try {
          context[part].set("content-type", "x");
          context[part].set("x-b", "sent");
          yield { number: 1 };
        } finally {
          seen.push("cleaned");
        }
      },
      TO_THREE,
      {},
      { onError: (error) => seen.push(error) },
    );
    assertEquals(JSON.parse(envelopes.at(-1)![1]), {
      error: { code: "internal", message: "internal error" },
      ...(part === "responseTrailers" && { metadata: { "x-b": ["sent"] } }),
    });
    assertEquals(seen.length, 2);
    assertEquals(seen.includes("cleaned"), true);
  }
});

Deno.test("an error after responses is in the end-stream message", async () => {
  const envelopes = await call(async function* () {
    yield { number: 1 };
    throw new ConnectError("overloaded", "unavailable");
  });
  assertEquals(envelopes, [
    [0, '{"number":1}'],
    [2, '{"error":{"code":"unavailable","message":"overloaded"}}'],
  ]);
});

Deno.test("an error from another server is passed on without that server's headers", async () => {
  const error = new ConnectError("no", "aborted", { metadata: { "set-cookie": "secret" } });
  markReceived(error);
  const throwing = () => {
    throw error;
  };
  assertEquals(await call(throwing), [[2, '{"error":{"code":"aborted","message":"no"}}']]);
});

Deno.test("nothing of what else is thrown reaches the client, and all of it the hook", async () => {
  const secrets = [new Error("the password is 1234"), "1234", undefined];
  for (const [before, secret] of secrets.flatMap((secret) => [[0, secret], [1, secret]] as const)) {
    const seen: unknown[] = [];
    const envelopes = await call(
      async function* () {
        for (let i = 0; i < before; i++) yield {};
        throw secret;
      },
      TO_THREE,
      {},
      { onError: (error) => seen.push(error) },
    );
    assertEquals(envelopes.at(-1), [2, '{"error":{"code":"internal","message":"internal error"}}']);
    assertEquals(seen, [secret]);
  }
});

Deno.test("a response that is wrong or too large ends the stream and the generator", async () => {
  const cases: [unknown, HandlerOptions, string][] = [
    [{ nubmer: 1 }, {}, "internal"],
    [{ padding: new Uint8Array(100) }, { writeMaxBytes: 100 }, "resource_exhausted"],
  ];
  for (const [response, options, code] of cases) {
    for (const before of [0, 1]) {
      let cleaned = false;
      const envelopes = await call(
        async function* () {
          try {
            for (let i = 0; i < before; i++) yield {};
            yield response as CountResponse;
            yield {};
          } finally {
            cleaned = true;
          }
        },
        TO_THREE,
        {},
        { onError: () => {}, ...options },
      );
      assertEquals(envelopes.length, before + 1);
      assertEquals(JSON.parse(envelopes.at(-1)![1]).error.code, code);
      assertEquals(cleaned, true);
    }
  }
});

Deno.test("what is no stream is answered with internal", async () => {
  for (const result of [undefined, [1], { number: 1 }, Promise.resolve()]) {
    const seen: unknown[] = [];
    const error = await failure((() => result) as never, TO_THREE, {}, {
      onError: (error) => seen.push(error),
    });
    assertEquals(error.code, "internal");
    assert(seen[0] instanceof TypeError);
  }
});

Deno.test("a slow reader stops the producer", async () => {
  let produced = 0;
  const response = await greetHandler({
    async *count() {
      for (;;) yield { number: ++produced, padding: new Uint8Array(16_384) };
    },
  })(post("Count", JSON_TYPE, TO_THREE));
  await waitMs(5);
  assertEquals(produced, 1);
  const reader = response.body!.getReader();
  for (let i = 1; i <= 5; i++) {
    await reader.read();
    await waitMs(1);
    assertEquals(produced, i);
  }
  await reader.cancel();
});

Deno.test("to cancel the response is to end the generator and abort its signal", async () => {
  let context: HandlerContext | undefined;
  const cleaned = Promise.withResolvers<void>();
  const response = await greetHandler({
    async *count(_, given) {
      context = given;
      try {
        for (;;) yield {};
      } finally {
        cleaned.resolve();
      }
    },
  })(post("Count", JSON_TYPE, TO_THREE));
  const reader = response.body!.getReader();
  await reader.read();
  assertEquals(context!.signal.aborted, false);
  await reader.cancel("enough");
  await cleaned.promise;
  assertEquals(context!.signal.reason.code, "canceled");
});

Deno.test("a call that is canceled just as its first response comes ends", async () => {
  const controller = new AbortController();
  let returned = 0;
  const responses = {
    next() {
      // Once the response is taken, before its headers are made.
      Promise.resolve().then(() => Promise.resolve().then(() => controller.abort()));
      return Promise.resolve({ done: false, value: {} });
    },
    return: () => Promise.resolve({ done: true, value: ++returned }),
    [Symbol.asyncIterator]: () => responses,
  };
  const request = post("Count", JSON_TYPE, TO_THREE);
  const handler = greetHandler({ count: (_request, _context) => responses as never });
  const response = await handler(new Request(request, { signal: controller.signal }));
  const [[flags, end]] = textEnvelopes(await response.bytes()) as [[number, string]];
  assertEquals([flags, JSON.parse(end).error.code, returned], [2, "canceled", 1]);
});

Deno.test("to cancel the response wakes a generator that waits for its signal", async () => {
  const ended = Promise.withResolvers<unknown>();
  const response = await greetHandler({
    async *count(_, { signal }) {
      yield {};
      try {
        await new Promise((_, reject) => signal.onabort = () => reject(signal.reason));
      } catch (error) {
        ended.resolve(error);
        throw error;
      }
    },
  })(post("Count", JSON_TYPE, TO_THREE));
  const reader = response.body!.getReader();
  await reader.read();
  const waiting = reader.read();
  await waitMs(1);
  await reader.cancel();
  assertEquals((await ended.promise as ConnectError).code, "canceled");
  await waiting;
});

Deno.test("the client's signal ends a generator that has not answered yet", async () => {
  const controller = new AbortController();
  const started = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<unknown>();
  const pending = greetHandler({
    async *count(_, { signal }) {
      started.resolve();
      await new Promise<void>((resolve) => signal.onabort = () => resolve());
      ended.resolve(signal.reason);
      yield {};
    },
  })(new Request(post("Count", JSON_TYPE, TO_THREE), { signal: controller.signal }));
  await started.promise;
  controller.abort();
  assertEquals((await ended.promise as ConnectError).code, "canceled");
  assertEquals(
    JSON.parse(textEnvelopes(await (await pending).bytes())[0]![1]).error.code,
    "canceled",
  );
});

Deno.test("the deadline ends a stream that does not look, before and after it began", async () => {
  for (const before of [0, 1, 2]) {
    const envelopes = await call(
      async function* () {
        for (let i = 0; i < before; i++) yield {};
        await new Promise(() => {});
      },
      TO_THREE,
      { "connect-timeout-ms": "15" },
    );
    assertEquals(envelopes.length, before + 1);
    assertEquals(envelopes.at(-1), [
      2,
      '{"error":{"code":"deadline_exceeded","message":"the deadline has passed"}}',
    ]);
  }
});

Deno.test("the deadline ends a stream whose client does not read", async () => {
  const cleaned = Promise.withResolvers<void>();
  const response = await greetHandler({
    async *count() {
      try {
        for (;;) yield {};
      } finally {
        cleaned.resolve();
      }
    },
  })(post("Count", JSON_TYPE, TO_THREE, { "connect-timeout-ms": "15" }));
  await cleaned.promise;
  const envelopes = textEnvelopes(await response.bytes());
  assertEquals(JSON.parse(envelopes.at(-1)![1]).error.code, "deadline_exceeded");
});

Deno.test("a stream that is done leaves no timer", { sanitizeOps: true }, async () => {
  const headers = { "connect-timeout-ms": "60000" };
  assertEquals((await call(counting, TO_THREE, headers)).length, 4);
  await failure(counting, null, headers);
});
