import { assert, assertEquals, assertRejects } from "@std/assert";
import type { CallOptions } from "../call_options.ts";
import { ConnectError } from "../error.ts";
import type { CountResponse } from "../testdata/gen/greet_pb.ts";
import { clientOf, collect, type FetchStub, Heard } from "../testdata/fetch.ts";
import { chunks, envelope, greetHandler, join } from "../testdata/http.ts";
import type { TransportOptions } from "../transport_options.ts";
import { jsonCodec, protoCodec } from "../codec.ts";

const HEADERS = { "content-type": "application/connect+proto" };
const ONE = envelope(0, new Uint8Array([0x08, 0x01]));
const END = envelope(2, "{}");

const counting = greetHandler({
  async *count({ to }) {
    for (let number = 1; number <= to; number++) yield { number };
  },
});

/** Answers with parts of a body. */
function answer(parts: Uint8Array[], headers: Record<string, string> = {}): FetchStub {
  return () => new Response(chunks(parts), { headers: { ...HEADERS, ...headers } });
}

/** Calls count(), and returns the error that it must fail with, and how many responses came. */
async function failure(
  fetch: FetchStub,
  options: CallOptions = {},
  transport: TransportOptions = {},
) {
  const responses: CountResponse[] = [];
  const stream = clientOf(fetch, transport).count({ to: 1 }, options);
  const error = await assertRejects(() => collect(stream, responses), ConnectError);
  return { error, code: error.code, count: responses.length };
}

Deno.test("a server-streaming call goes through a handler in either codec", async () => {
  for (const codec of [protoCodec, jsonCodec]) {
    const responses = await collect(clientOf(counting, { codec }).count({ to: 3 }));
    assertEquals(responses.map(({ number }) => number), [1, 2, 3]);
  }
});

Deno.test("a server-streaming call is one request, sent when it is iterated", async () => {
  const requests: Request[] = [];
  const client = clientOf((request) => {
    requests.push(request);
    return answer([END])(request);
  }, { codec: jsonCodec });
  const message = { to: 3 };
  const stream = client.count(message, { timeoutMs: 5000 });
  message.to = 4;
  assertEquals(requests.length, 0);
  await assertRejects(() => collect(stream), ConnectError, "content-type");
  assertEquals(requests.length, 1);
  const request = requests[0]!;
  assertEquals(request.headers.get("content-type"), "application/connect+json");
  assertEquals(request.headers.get("connect-protocol-version"), "1");
  assertEquals(request.headers.get("accept-encoding"), "identity");
  assert(Number(request.headers.get("connect-timeout-ms")) > 4000);
  assertEquals(await request.bytes(), envelope(0, '{"to":3}'));
});

Deno.test("a stream is iterated once", async () => {
  let requests = 0;
  const stream = clientOf((request) => {
    requests++;
    return answer([ONE, END])(request);
  }).count({});
  assertEquals((await collect(stream)).length, 1);
  assertEquals((await collect(stream)).length, 0);
  assertEquals(requests, 1);
});

Deno.test("an empty envelope is a message", async () => {
  assertEquals((await collect(clientOf(answer([envelope(0, ""), END])).count({}))).length, 1);
});

Deno.test("headers and trailers are told as they come", async () => {
  const heard = new Heard();
  const end = '{"metadata":{"X-B":["2","3"],"x-bad":"1","bad name":["1"],"x-c":[1,"4"]}}';
  const stream = clientOf(answer([ONE, envelope(2, end)], { "x-a": "1" })).count({}, heard.options);
  for await (const _ of stream) {
    assertEquals(heard.headers, [["content-type", HEADERS["content-type"]], ["x-a", "1"]]);
    assertEquals(heard.trailers, undefined);
  }
  assertEquals(heard.trailers, [["x-b", "2, 3"], ["x-c", "4"]]);
});

Deno.test("an error in the end-stream message fails the call, after its responses", async () => {
  const heard = new Heard();
  const end = '{"error":{"code":"aborted","message":"no"},"metadata":{"x-b":["2"]}}';
  const { error, count } = await failure(
    answer([ONE, envelope(2, end)], { "x-a": "1" }),
    heard.options,
  );
  assertEquals([error.code, error.rawMessage, count], ["aborted", "no", 1]);
  assertEquals([...error.metadata], [
    ["content-type", HEADERS["content-type"]],
    ["x-a", "1"],
    ["x-b", "2"],
  ]);
  assertEquals(heard.trailers, [["x-b", "2"]]);
});

Deno.test("an end-stream message is read however odd it is, as long as it is an object", async () => {
  for (const end of ['{"error":null}', '{"code":"aborted"}', '{"metadata":null}', '{"x":1}']) {
    assertEquals(await collect(clientOf(answer([envelope(2, end)])).count({})), [], end);
  }
  for (const error of ['{"message":"no"}', '{"code":null}', '{"code":"x"}', "{}", '"no"', "5"]) {
    const { code } = await failure(answer([envelope(2, `{"error":${error}}`)]));
    assertEquals(code, "unknown", error);
  }
  for (const end of ["", "{", "[]", "null", '"x"', "\xff"]) {
    assertEquals((await failure(answer([envelope(2, end)]))).code, "internal", end);
  }
});

Deno.test("a response without end-stream message is no success", async () => {
  for (const parts of [[], [ONE], [ONE, END.subarray(0, 6)], [ONE.subarray(0, 3)]]) {
    assertEquals((await failure(answer(parts))).code, "internal");
  }
  const none = await failure(() => new Response(null, { headers: HEADERS }));
  assertEquals(none.error.rawMessage, "the response has ended without its end-stream message");
});

Deno.test("a response that goes on after its end-stream message fails", async () => {
  for (const rest of [new Uint8Array([0]), ONE, END]) {
    for (const parts of [[END, rest], [join(END, rest)]]) {
      const { error } = await failure(answer(parts));
      assertEquals(
        [error.code, error.rawMessage],
        ["internal", "the response goes on after its end"],
      );
    }
  }
});

Deno.test("flags that are not known, and compression nobody asked for, fail with internal", async () => {
  for (const flags of [1, 3, 4, 64, 128]) {
    const { error } = await failure(answer([envelope(flags, ""), END]));
    assertEquals(error.code, "internal");
    assertEquals(
      error.rawMessage,
      flags & 1
        ? "a message is compressed, but no compression is named"
        : `a message has the flags ${flags}`,
    );
  }
  const { error } = await failure(
    answer([envelope(1, "{}"), END], { "connect-content-encoding": "lzw" }),
  );
  assertEquals(error.code, "internal");
  assertEquals(error.rawMessage, 'the response has connect-content-encoding "lzw"');
});

Deno.test("a response of another content type fails: unknown, or internal for another codec", async () => {
  const cases = [
    ["text/html", "unknown"],
    ["application/proto", "unknown"],
    ["application/connect+json", "internal"],
  ] as const;
  for (const [contentType, code] of cases) {
    let canceled = false;
    const body = chunks([END], { open: true, onCancel: () => canceled = true });
    const headers = { "content-type": contentType };
    assertEquals((await failure(() => new Response(body, { headers }))).code, code);
    assertEquals(canceled, true);
  }
});

Deno.test("an HTTP status fails the call, with the error in the body if there is one", async () => {
  const plain = await failure(() => new Response("no", { status: 503 }));
  assertEquals([plain.code, plain.error.rawMessage], ["unavailable", "HTTP status 503"]);
  const refused = await failure((request) => greetHandler({})(new Request(request.url)));
  assertEquals([refused.code, refused.error.rawMessage], [
    "unknown",
    "GET is not allowed here: use POST",
  ]);
});

Deno.test("a response above the limit fails by its prefix, and is let go", async () => {
  let canceled = false;
  const { code, count } = await failure(() =>
    new Response(
      chunks([ONE, new Uint8Array([0, 0, 0x40, 0, 1])], {
        open: true,
        onCancel: () => canceled = true,
      }),
      { headers: HEADERS },
    )
  );
  assertEquals([code, count, canceled], ["resource_exhausted", 1, true]);
  const end = envelope(2, `{"x":"${"x".repeat(100)}"}`);
  assertEquals((await failure(answer([end]), {}, { readMaxBytes: 100 })).code, code);
});

Deno.test("a response that cannot be decoded fails with internal, and is let go", async () => {
  let canceled = false;
  const { code } = await failure(() =>
    new Response(
      chunks([envelope(0, "\xff")], { open: true, onCancel: () => canceled = true }),
      { headers: HEADERS },
    )
  );
  assertEquals([code, canceled], ["internal", true]);
});

Deno.test("a request that is wrong fails when it is iterated", async () => {
  const client = clientOf(() => {
    throw new Error("sent");
  });
  const stream = client.count({ to: "x" } as never);
  const error = await assertRejects(() => collect(stream), ConnectError);
  assertEquals(error.code, "invalid_argument");
  const options = { headers: { "connect-x": "1" } };
  assertEquals((await failure(() => new Response(), options)).code, "invalid_argument");
});

Deno.test("to stop iterating cancels the request", async () => {
  let signal: AbortSignal | undefined;
  let canceled = false;
  const client = clientOf((request) => {
    signal = request.signal;
    return new Response(chunks([ONE, ONE], { open: true, onCancel: () => canceled = true }), {
      headers: HEADERS,
    });
  });
  for await (const _ of client.count({})) break;
  assertEquals([signal!.aborted, canceled], [true, true]);
});

Deno.test("return() does not wait for a next() that is under way, and ends it", async () => {
  for (const parts of [undefined, [ONE]]) {
    const iterator = clientOf(() =>
      parts === undefined
        ? new Promise<Response>(() => {})
        : new Response(chunks(parts, { open: true }), { headers: HEADERS })
    ).count({})[Symbol.asyncIterator]();
    if (parts !== undefined) await iterator.next();
    const pending = iterator.next();
    assertEquals(await iterator.return!(), { done: true, value: undefined });
    assertEquals((await assertRejects(() => pending, ConnectError)).code, "canceled");
    assertEquals(await iterator.next(), { done: true, value: undefined });
  }
});

Deno.test("return() before the first next() sends nothing", async () => {
  const iterator = clientOf(() => {
    throw new Error("sent");
  }).count({})[Symbol.asyncIterator]();
  await iterator.return!();
  assertEquals(await iterator.next(), { done: true, value: undefined });
});

Deno.test("calls of next() that overlap get the responses in order", async () => {
  const iterator = clientOf(counting).count({ to: 2 })[Symbol.asyncIterator]();
  const results = await Promise.all([iterator.next(), iterator.next(), iterator.next()]);
  assertEquals(results.map(({ done, value }) => done ? "end" : value.number), [1, 2, "end"]);
});

Deno.test("the deadline ends a stream, and what came before it is kept", async () => {
  const { code, count } = await failure(
    () => new Response(chunks([ONE, ONE], { open: true }), { headers: HEADERS }),
    { timeoutMs: 20 },
  );
  assertEquals([code, count], ["deadline_exceeded", 2]);
});

Deno.test("a stream that is done leaves no timer", { sanitizeOps: true }, async () => {
  await collect(clientOf(counting).count({ to: 1 }, { timeoutMs: 60_000 }));
  await failure(answer([]), { timeoutMs: 60_000 });
  for await (const _ of clientOf(counting).count({ to: 2 }, { timeoutMs: 60_000 })) break;
});

Deno.test("a signal ends a stream, and what came before it is kept", async () => {
  const controller = new AbortController();
  const stream = clientOf(() =>
    new Response(chunks([join(ONE, ONE, ONE)], { open: true }), { headers: HEADERS })
  ).count({}, { signal: controller.signal });
  const responses: CountResponse[] = [];
  const error = await assertRejects(async () => {
    for await (const response of stream) {
      responses.push(response);
      controller.abort("enough");
    }
  }, ConnectError);
  assertEquals([error.code, error.cause, responses.length], ["canceled", "enough", 3]);
});

Deno.test("a slow reader of an in-memory stream stops the producer", async () => {
  let produced = 0;
  const handler = greetHandler({
    async *count() {
      for (;;) yield { number: ++produced, padding: new Uint8Array(16_384) };
    },
  });
  for await (const { number } of clientOf(handler).count({})) {
    assert(produced <= number + 1);
    if (number === 20) break;
  }
});

Deno.test("to stop iterating an in-memory stream ends the generator", async () => {
  const ended = Promise.withResolvers<string>();
  const handler = greetHandler({
    async *count(_, { signal }) {
      try {
        for (;;) yield {};
      } finally {
        ended.resolve(signal.reason?.code);
      }
    },
  });
  for await (const _ of clientOf(handler).count({})) break;
  assertEquals(await ended.promise, "canceled");
});
