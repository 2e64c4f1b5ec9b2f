import { assert, assertEquals } from "@std/assert";
import { ConnectError } from "../error.ts";
import type { HandlerOptions } from "../handler_options.ts";
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

type Sum = NonNullable<GreetImplementation["sum"]>;

const adding: Sum = async (requests) => {
  let to = 0;
  for await (const { number } of requests) to += number;
  return { to };
};

const greeting: GreetImplementation = {
  async *chat(requests) {
    for await (const { name } of requests) yield { greeting: `Hello, ${name}!` };
  },
};

/** Calls a sum(), and reads all that it answers. */
async function call(
  sum: Sum,
  body: BodyInit | Uint8Array | null,
  headers: Record<string, string> = {},
  options: HandlerOptions = {},
) {
  const response = await greetHandler({ sum }, options)(post("Sum", JSON_TYPE, body, headers));
  assertEquals(response.status, 200);
  return textEnvelopes(await response.bytes());
}

/** Calls a sum() that fails, and returns the error. */
async function failure(...args: Parameters<typeof call>) {
  const envelopes = await call(...args);
  assertEquals(envelopes.map(([flags]) => flags), [2]);
  return JSON.parse(envelopes[0]![1]).error;
}

const number = (value: number) => envelope(0, `{"number":${value}}`);

Deno.test("a client-streaming method takes any number of requests, and answers once", async () => {
  const cases: [Uint8Array | null, string][] = [
    [null, "{}"],
    [number(1), '{"to":1}'],
    [join(number(1), envelope(0, "{}"), number(2)), '{"to":3}'],
  ];
  for (const [body, expected] of cases) {
    assertEquals(await call(adding, body), [[0, expected], [2, "{}"]]);
  }
});

Deno.test("a client-streaming method need not read its requests", async () => {
  let canceled = false;
  const body = chunks([number(1), number(2)], { open: true, onCancel: () => canceled = true });
  assertEquals(await call(() => ({ to: 5 }), body), [[0, '{"to":5}'], [2, "{}"]]);
  assertEquals(canceled, true);
});

Deno.test("a client-streaming method that stops reading gets no more", async () => {
  const body = chunks([number(1), number(2), number(3)], { open: true });
  const sum: Sum = async (requests) => {
    for await (const request of requests) {
      if (request.number === 2) break;
    }
    const iterator = requests[Symbol.asyncIterator]();
    assertEquals((await iterator.next()).done, true);
    return { to: 2 };
  };
  assertEquals(await call(sum, body), [[0, '{"to":2}'], [2, "{}"]]);
});

Deno.test("requests that are wrong fail the one who reads them, and the call", async () => {
  const cases: [Uint8Array, string, HandlerOptions?][] = [
    [join(number(1), envelope(0, "{")), "invalid_argument"],
    [join(number(1), envelope(1, "{}")), "internal"],
    [join(number(1), envelope(2, "{}")), "invalid_argument"],
    [join(number(1), number(2).subarray(0, 7)), "invalid_argument"],
    [join(number(1), number(2).subarray(0, 3)), "invalid_argument"],
    [join(number(1), number(123456)), "resource_exhausted", { readMaxBytes: 12 }],
  ];
  for (const [body, code, options] of cases) {
    const seen: unknown[] = [];
    const sum: Sum = async (requests) => {
      try {
        return await adding(requests, undefined as never);
      } catch (error) {
        seen.push((error as ConnectError).code);
        throw error;
      }
    };
    assertEquals((await failure(sum, body, {}, options)).code, code);
    assertEquals(seen, [code]);
  }
});

Deno.test("the deadline covers the reading of requests", async () => {
  const body = chunks([number(1)], { open: true });
  const error = await failure(adding, body, { "connect-timeout-ms": "15" });
  assertEquals(error.code, "deadline_exceeded");
});

Deno.test("a call that is over while a method is not reading is no clean end of its requests", async () => {
  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const ends: [string, (abort: () => void) => Record<string, string>][] = [
    ["deadline_exceeded", () => ({ "connect-timeout-ms": "10" })],
    ["canceled", (abort) => {
      setTimeout(abort, 10);
      return {};
    }],
  ];
  for (const [code, headersOf] of ends) {
    for (const method of ["Sum", "Chat"]) {
      const ended = Promise.withResolvers<unknown>();
      const read = async (requests: AsyncIterable<unknown>) => {
        try {
          for await (const _ of requests) await sleep(30);
          ended.resolve("a clean end");
        } catch (error) {
          ended.resolve((error as ConnectError).code);
          throw error;
        }
      };
      const handler = greetHandler({
        async sum(requests) {
          await read(requests);
          return {};
        },
        async *chat(requests) {
          yield {};
          await read(requests);
        },
      });
      const controller = new AbortController();
      const body = chunks([envelope(0, "{}")], { open: true });
      const request = post(method, JSON_TYPE, body, headersOf(() => controller.abort()));
      const response = await handler(new Request(request, { signal: controller.signal }));
      await response.bytes();
      assertEquals(await ended.promise, code, method);
    }
  }
});

Deno.test("what a client-streaming method throws is answered", async () => {
  const error = await failure(() => {
    throw new ConnectError("no", "aborted");
  }, number(1));
  assertEquals(error, { code: "aborted", message: "no" });
});

Deno.test("metadata of a client-streaming method is sent, or fails the call", async () => {
  const response = await greetHandler({
    sum: (_, context) => {
      context.responseHeaders.set("x-a", "1");
      context.responseTrailers.set("x-b", "2");
      return {};
    },
  })(post("Sum", JSON_TYPE));
  assertEquals(response.headers.get("x-a"), "1");
  assertEquals(textEnvelopes(await response.bytes()), [
    [0, "{}"],
    [2, '{"metadata":{"x-b":["2"]}}'],
  ]);
  for (const part of ["responseHeaders", "responseTrailers"] as const) {
    const sum: Sum = (_, context) => {
      context[part].set("grpc-status", "0");
      return {};
    };
    assertEquals((await failure(sum, null, {}, { onError: () => {} })).code, "internal");
  }
});

Deno.test("a bidi method answers while requests still come", async () => {
  let send: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({ start: (controller) => send = controller });
  const pending = greetHandler(greeting)(post("Chat", JSON_TYPE, body));
  send!.enqueue(envelope(0, '{"name":"Ada"}'));
  const reader = (await pending).body!.getReader();
  for (const name of ["Ada", "Bob"]) {
    if (name === "Bob") send!.enqueue(envelope(0, '{"name":"Bob"}'));
    const { value } = await reader.read();
    assertEquals(textEnvelopes(value!), [[0, `{"greeting":"Hello, ${name}!"}`]]);
  }
  send!.close();
  assertEquals(textEnvelopes((await reader.read()).value!), [[2, "{}"]]);
  assertEquals((await reader.read()).done, true);
});

Deno.test("a bidi method without requests may answer", async () => {
  const response = await greetHandler(greeting)(post("Chat", JSON_TYPE));
  assertEquals(textEnvelopes(await response.bytes()), [[2, "{}"]]);
});

Deno.test("to cancel the response fails a bidi method that waits for a request", async () => {
  const ended = Promise.withResolvers<unknown>();
  let canceled = false;
  const body = chunks([envelope(0, "{}")], { open: true, onCancel: () => canceled = true });
  const response = await greetHandler({
    async *chat(requests) {
      try {
        for await (const _ of requests) yield {};
        ended.resolve("a clean end");
      } catch (error) {
        ended.resolve(error);
      }
    },
  })(post("Chat", JSON_TYPE, body));
  const reader = response.body!.getReader();
  await reader.read();
  const waiting = reader.read();
  await new Promise((resolve) => setTimeout(resolve, 1));
  await reader.cancel();
  assertEquals((await ended.promise as ConnectError).code, "canceled");
  assertEquals(canceled, true);
  await waiting;
});

Deno.test("a bidi method that ends lets go of the requests", async () => {
  let canceled = false;
  const body = chunks([envelope(0, "{}")], { open: true, onCancel: () => canceled = true });
  const response = await greetHandler({
    async *chat() {
      yield {};
    },
  })(post("Chat", JSON_TYPE, body));
  assertEquals((await response.bytes()).length > 0, true);
  assertEquals(canceled, true);
});

Deno.test("a body that breaks off fails the one who reads the requests", async () => {
  const body = new ReadableStream<Uint8Array>({
    pull: () => Promise.reject(new TypeError("connection reset")),
  });
  assertEquals((await failure(adding, body)).code, "unavailable");
});

Deno.test("requests can be asked for in advance", async () => {
  const sum: Sum = async (requests) => {
    const iterator = requests[Symbol.asyncIterator]();
    const [a, b, end] = await Promise.all([iterator.next(), iterator.next(), iterator.next()]);
    assert(end.done);
    return { to: a.value!.number * 10 + b.value!.number };
  };
  assertEquals(await call(sum, join(number(1), number(2))), [[0, '{"to":12}'], [2, "{}"]]);
});

Deno.test("a bidi method that is no generator is answered with internal", async () => {
  const handler = greetHandler({ chat: (() => 5) as never }, { onError: () => {} });
  const response = await handler(post("Chat", JSON_TYPE));
  const [[flags, end]] = textEnvelopes(await response.bytes()) as [[number, string]];
  assertEquals([flags, JSON.parse(end).error.code], [2, "internal"]);
});
