import { assert, assertEquals, assertRejects } from "@std/assert";
import { ConnectError } from "../error.ts";
import { clientOf, collect, type FetchStub, Heard } from "../testdata/fetch.ts";
import { envelope, greetHandler, join, textEnvelopes } from "../testdata/http.ts";
import { jsonCodec, protoCodec } from "../codec.ts";

const HEADERS = { "content-type": "application/connect+json" };
const END = envelope(2, "{}");
const RESULT = envelope(0, '{"to":1}');

const handler = greetHandler({
  async sum(requests) {
    let to = 0;
    for await (const { number } of requests) to += number;
    return { to };
  },
  async *chat(requests) {
    for await (const { name } of requests) yield { greeting: `Hello, ${name}!` };
  },
});

function answer(...parts: Uint8Array[]): FetchStub {
  return () => new Response(join(...parts) as BodyInit, { headers: HEADERS });
}

const client = (fetch: FetchStub) => clientOf(fetch, { codec: jsonCodec });

function failure(call: () => Promise<unknown>): Promise<ConnectError> {
  return assertRejects(call, ConnectError);
}

/** Requests that note whether they were let go. */
function requests<T>(make: (i: number) => T, count = Infinity) {
  const state = { taken: 0, returned: false };
  async function* generate() {
    try {
      while (state.taken < count) {
        yield make(++state.taken);
        await Promise.resolve();
      }
    } finally {
      state.returned = true;
    }
  }
  return Object.assign(state, { [Symbol.asyncIterator]: generate });
}

/** As long as a chunk, so that each is taken by itself. */
const LONG = 16_384;
const numbered = (number: number) => ({ number, padding: new Uint8Array(LONG) });

Deno.test("a client-streaming call sends all requests, sync or async, in either codec", async () => {
  for (const codec of [protoCodec, jsonCodec]) {
    const client = clientOf(handler, { codec });
    assertEquals((await client.sum(requests(numbered, 4))).to, 10);
    assertEquals((await client.sum([{ number: 5 }, {}])).to, 5);
    assertEquals((await client.sum([])).to, 0);
  }
});

Deno.test("a client-streaming call is one request, as the protocol has it", async () => {
  const seen: Request[] = [];
  await client(async (request) => {
    seen.push(request);
    assertEquals(textEnvelopes(await request.bytes()), [[0, '{"number":1}'], [0, '{"number":2}']]);
    return await answer(RESULT, END)(request);
  }).sum([{ number: 1 }, { number: 2 }], { headers: { "x-a": "1" } });
  assertEquals(seen.map(({ headers }) => [...headers]), [[
    ["accept-encoding", "identity"],
    ["connect-accept-encoding", "gzip, br, deflate"],
    ["connect-protocol-version", "1"],
    ["content-type", "application/connect+json"],
    ["x-a", "1"],
  ]]);
});

Deno.test("no response, or two where one is due, is unimplemented", async () => {
  assertEquals((await failure(() => client(answer(END)).sum([]))).code, "unimplemented");
  assertEquals(
    (await failure(() => client(answer(RESULT, RESULT, END)).sum([]))).code,
    "unimplemented",
  );
  assertEquals((await client(answer(RESULT, END)).sum([])).to, 1);
  assertEquals((await client(answer(envelope(0, "{}"), END)).sum([])).to, 0);
});

Deno.test("an error after the only response fails the call", async () => {
  const heard = new Heard();
  const end = envelope(2, '{"error":{"code":"aborted"},"metadata":{"x-b":["2"]}}');
  const error = await failure(() => client(answer(RESULT, end)).sum([], heard.options));
  assertEquals(error.code, "aborted");
  assertEquals(heard.trailers, [["x-b", "2"]]);
});

Deno.test("a response that ends without its end-stream message is none", async () => {
  assertEquals((await failure(() => client(answer(RESULT)).sum([]))).code, "internal");
});

Deno.test("requests that fail, fail the call, and are no clean end for the server", async () => {
  const seen: string[] = [];
  const counting = greetHandler({
    async sum(requests) {
      try {
        for await (const { number } of requests) seen.push(String(number));
        seen.push("a clean end");
      } catch (error) {
        seen.push((error as ConnectError).code);
      }
      return {};
    },
  });
  const thrown = new Error("no more");
  const error = await failure(() =>
    client(counting).sum((async function* () {
      yield { number: 1 };
      await new Promise((resolve) => setTimeout(resolve, 5));
      throw thrown;
    })())
  );
  assertEquals([error.code, error.cause], ["unknown", thrown]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals(seen.length, 2);
  assert(!seen.includes("a clean end"));
});

Deno.test("a request that is wrong or too large fails the call", async () => {
  const cases: [unknown, string][] = [
    [[{ nubmer: 1 }], "invalid_argument"],
    [[{ padding: new Uint8Array(100) }], "resource_exhausted"],
    [5, "invalid_argument"],
    [undefined, "invalid_argument"],
  ];
  for (const [messages, code] of cases) {
    const client = clientOf(handler, { writeMaxBytes: 100 });
    assertEquals((await failure(() => client.sum(messages as [])))?.code, code);
  }
});

Deno.test("a server that answers early ends the requests", async () => {
  const endless = requests(numbered);
  assertEquals((await client(answer(RESULT, END)).sum(endless)).to, 1);
  assert(endless.returned || endless.taken === 0);
  const early = greetHandler({
    sum: async (requests) => {
      for await (const { number } of requests) if (number === 3) break;
      return { to: 3 };
    },
  });
  const more = requests(numbered);
  assertEquals((await client(early).sum(more)).to, 3);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert(more.returned);
  assert(more.taken < 10);
});

Deno.test("requests that are waited for are let go of when the call is over", async () => {
  let returned = 0;
  const waiting = {
    next: () => new Promise<never>(() => {}),
    return: () => Promise.resolve({ done: true as const, value: ++returned }),
    [Symbol.asyncIterator]: () => waiting,
  };
  assertEquals((await client(answer(RESULT, END)).sum(waiting)).to, 1);
  assertEquals(returned, 1);
  await assertRejects(() => client(answer(END)).sum(waiting), ConnectError);
  assertEquals(returned, 2);
});

Deno.test("the deadline and the caller's signal end a call that waits for requests", async () => {
  const never = () => ({
    [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }),
  });
  const late = await failure(() => client(handler).sum(never(), { timeoutMs: 10 }));
  assertEquals(late.code, "deadline_exceeded");
  const controller = new AbortController();
  const call = client(handler).sum(never(), { signal: controller.signal });
  controller.abort();
  assertEquals((await failure(() => call)).code, "canceled");
});

Deno.test("a bidi call can answer each response with a request", async () => {
  const { readable, writable } = new TransformStream<{ name: string }>();
  const writer = writable.getWriter();
  const responses = client(handler).chat(readable)[Symbol.asyncIterator]();
  for (const name of ["Ada", "Bob", "Cy"]) {
    const next = responses.next();
    writer.write({ name });
    assertEquals((await next).value?.greeting, `Hello, ${name}!`);
  }
  writer.close();
  assertEquals((await responses.next()).done, true);
});

Deno.test("a bidi call begins when it is iterated, and takes requests one by one", async () => {
  const endless = requests((i) => ({ name: `${i}`.padEnd(LONG) }));
  const responses = client(handler).chat(endless);
  await new Promise((resolve) => setTimeout(resolve, 2));
  assertEquals(endless.taken, 0);
  for await (const { greeting } of responses) if (greeting.startsWith("Hello, 3 ")) break;
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert(endless.returned || endless.taken === 0);
  assert(endless.taken < 10, `${endless.taken}`);
});

Deno.test("responses that have come are kept when the call is canceled", async () => {
  const controller = new AbortController();
  const two = [envelope(0, '{"greeting":"1"}'), envelope(0, '{"greeting":"2"}')];
  const stub: FetchStub = () =>
    new Response(
      new ReadableStream({ start: (stream) => stream.enqueue(join(...two)) }),
      { headers: HEADERS },
    );
  const received: unknown[] = [];
  const error = await failure(async () => {
    for await (const response of client(stub).chat([], { signal: controller.signal })) {
      received.push(response.greeting);
      controller.abort();
    }
  });
  assertEquals([received, error.code], [["1", "2"], "canceled"]);
  assertEquals((await collect(client(handler).chat([{ name: "a" }]))).length, 1);
});
