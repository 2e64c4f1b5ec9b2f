import { assert, assertEquals, assertRejects } from "@std/assert";
import type { CallOptions } from "./call_options.ts";
import { type Client, createClient } from "./client.ts";
import { connect, type TransportFactory } from "./connect.ts";
import { ConnectError } from "./error.ts";
import { ExchangeClient } from "./_engine/client.ts";
import { grpc } from "./grpc.ts";
import { grpcWeb } from "./grpc_web.ts";
import { createHandler } from "./handler.ts";
import { limitsOf } from "./_limits.ts";
import type { HandlerOptions } from "./handler_options.ts";
import type { ServiceOptions } from "./service_options.ts";
import { exchangeListener } from "./serve.ts";
import { exchangesWith } from "./testdata/exchange.ts";
import { collect } from "./testdata/fetch.ts";
import { GreetService } from "./testdata/gen/greet_pb.ts";
import {
  chunks,
  envelope,
  type GreetImplementation,
  post,
  textEnvelopes,
} from "./testdata/http.ts";
import type { TransportOptions } from "./transport_options.ts";
import { jsonCodec, protoCodec } from "./codec.ts";

type GreetOptions = ServiceOptions<typeof GreetService.methods>;

const FACTORIES: readonly TransportFactory[] = [connect, grpcWeb];
const never = new Promise<never>(() => {});

function handlerOf(
  implementation: GreetImplementation,
  options: HandlerOptions = {},
  service: GreetOptions = {},
) {
  return createHandler(
    (router) => router.service(GreetService, implementation, service),
    options,
  );
}

function clientOf(
  fetch: (request: Request) => Promise<Response>,
  options: TransportOptions = {},
  factory: TransportFactory = connect,
): Client<typeof GreetService.methods> {
  return createClient(
    GreetService,
    factory.plaintext("http://localhost", { fetch, compressions: [], ...options }),
  );
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => call, ConnectError)).code;
}

/** A part that is an array of empty messages: 2 bytes each, and some tens in memory. */
const manyParts = { parts: Array.from({ length: 1000 }, () => ({ text: "" })) };

Deno.test("limits of a service are over those of its handler, those of a method over both", async () => {
  const handler = handlerOf(
    {
      greet: () => ({}),
      echo: (message) => message,
      async sum(requests) {
        for await (const _ of requests);
        return {};
      },
    },
    { readMaxBytes: 10, writeMaxBytes: 1000 },
    { readMaxBytes: 100, methods: { echo: { readMaxBytes: 1000, writeMaxBytes: 500 } } },
  );
  const client = clientOf(handler);
  const text = (length: number) => "x".repeat(length - 2);
  await client.greet({ name: text(100) });
  assertEquals(await codeOf(client.greet({ name: text(101) })), "resource_exhausted");
  await client.echo({ text: text(499) });
  assertEquals(await codeOf(client.echo({ text: text(600) })), "resource_exhausted");
  assertEquals(await codeOf(client.sum([{ padding: new Uint8Array(101) }])), "resource_exhausted");
});

Deno.test("writeMaxBytes is all that an envelope takes by default, and never more", () => {
  for (const options of [{}, { writeMaxBytes: 2 ** 40 }, { writeMaxBytes: Infinity }]) {
    assertEquals(limitsOf(options).writeMaxBytes, 2 ** 32 - 1);
  }
  assertEquals(limitsOf({ writeMaxBytes: 5 }).writeMaxBytes, 5);
});

Deno.test("decoding is bounded as a handler, a service or a method says", async () => {
  for (const codec of [protoCodec, jsonCodec]) {
    for (const limit of [{ maxElementBytes: 100 }, { recursionLimit: 0 }]) {
      const implementation: GreetImplementation = { echo: () => ({}) };
      for (
        const handler of [
          handlerOf(implementation, limit),
          handlerOf(implementation, {}, limit),
          handlerOf(implementation, {}, { methods: { echo: limit } }),
        ]
      ) {
        const client = clientOf(handler, { codec });
        assertEquals(await codeOf(client.echo(manyParts)), "resource_exhausted");
      }
      await clientOf(handlerOf(implementation), { codec }).echo(manyParts);
    }
  }
});

Deno.test("decoding is bounded as a transport or a call says", async () => {
  const handler = handlerOf({ echo: (message) => message });
  for (const factory of FACTORIES) {
    for (const codec of [protoCodec, jsonCodec]) {
      for (const limit of [{ maxElementBytes: 100 }, { recursionLimit: 0 }, { readMaxBytes: 10 }]) {
        const bounded = clientOf(handler, { codec, ...limit }, factory);
        assertEquals(await codeOf(bounded.echo(manyParts)), "resource_exhausted");
        const free = clientOf(handler, { codec }, factory);
        await free.echo(manyParts);
        assertEquals(await codeOf(free.echo(manyParts, limit)), "resource_exhausted");
      }
      const free = clientOf(handler, { codec }, factory);
      assertEquals(await codeOf(free.echo(manyParts, { writeMaxBytes: 10 })), "resource_exhausted");
      assertEquals(await codeOf(free.echo({}, { readMaxBytes: -1 })), "invalid_argument");
    }
  }
});

Deno.test("a stream is bounded as its call says", async () => {
  const client = clientOf(handlerOf({
    async *count() {
      yield { padding: new Uint8Array(100) };
    },
  }));
  const options: CallOptions = { readMaxBytes: 50 };
  assertEquals(await codeOf(collect(client.count({}, options))), "resource_exhausted");
  assertEquals(await codeOf(collect(client.count({}, { readMaxBytes: NaN }))), "invalid_argument");
  assertEquals((await collect(client.count({}))).length, 1);
});

Deno.test("defaultTimeoutMs holds for calls that do not ask, maxTimeoutMs for those that ask for more", async () => {
  const left: (number | undefined)[] = [];
  const handler = handlerOf(
    {
      greet: (_, context) => {
        left.push(context.timeoutMs());
        return {};
      },
    },
    { defaultTimeoutMs: 1000, maxTimeoutMs: 5000 },
    { methods: { echo: {} } },
  );
  const client = clientOf(handler);
  await client.greet({});
  await client.greet({}, { timeoutMs: 3000 });
  await client.greet({}, { timeoutMs: 9000 });
  assertEquals(left.map((ms) => Math.ceil(ms! / 1000)), [1, 3, 5]);
  const slow = handlerOf({ greet: () => never }, {}, {
    methods: { greet: { defaultTimeoutMs: 5 } },
  });
  assertEquals(await codeOf(clientOf(slow).greet({})), "deadline_exceeded");
});

/** More metadata than a default lets through, in fields that are each short. */
function flood(): [string, string][] {
  return Array.from({ length: 500 }, (_, i) => [`x-${i}`, "1"]);
}

Deno.test("a handler takes no more metadata than maxMetadataBytes", async () => {
  for (const factory of FACTORIES) {
    const implementation: GreetImplementation = {
      greet: (_, { requestHeaders }) => ({ greeting: requestHeaders.get("x-1") ?? "" }),
    };
    const options = { headers: flood() };
    const client = clientOf(handlerOf(implementation), {}, factory);
    assertEquals(await codeOf(client.greet({}, options)), "resource_exhausted");
    const large = handlerOf(implementation, { maxMetadataBytes: 1 << 20 });
    assertEquals((await clientOf(large, {}, factory).greet({}, options)).greeting, "1");
  }
});

Deno.test("a handler that does not look at its headers takes no more metadata either", async () => {
  const handler = handlerOf({
    greet: (_) => ({}),
    async *count(_) {
      yield {};
    },
  });
  const http = new ExchangeClient(exchangesWith(exchangeListener(handler)));
  for (const factory of [...FACTORIES, grpc as TransportFactory]) {
    for (const grpcWebText of [false, true]) {
      const client = clientOf(handler, { http, grpcWebText }, factory);
      const headers = flood();
      assertEquals(await codeOf(client.greet({}, { headers })), "resource_exhausted");
      assertEquals(await codeOf(collect(client.count({}, { headers }))), "resource_exhausted");
      await client.greet({}, { headers: headers.slice(0, 400) });
      assertEquals((await collect(client.count({}, { headers: headers.slice(0, 400) }))).length, 1);
    }
  }
});

Deno.test("a client takes no more metadata than maxMetadataBytes, before and after the messages", async () => {
  for (const factory of [...FACTORIES, grpc as TransportFactory]) {
    for (const where of ["responseHeaders", "responseTrailers"] as const) {
      const handler = handlerOf({
        greet: (_, context) => {
          for (const [name, value] of flood()) context[where].set(name, value);
          return {};
        },
        async *count(_, context) {
          for (const [name, value] of flood()) context[where].set(name, value);
          yield {};
        },
      });
      const http = new ExchangeClient(exchangesWith(exchangeListener(handler)));
      const client = clientOf(handler, factory as unknown === grpc ? { http } : {}, factory);
      assertEquals(await codeOf(client.greet({})), "resource_exhausted");
      assertEquals(await codeOf(collect(client.count({}))), "resource_exhausted");
      await client.greet({}, { maxMetadataBytes: 1 << 20 });
      assertEquals((await collect(client.count({}, { maxMetadataBytes: 1 << 20 }))).length, 1);
    }
  }
});

Deno.test("idleTimeoutMs ends a handler that waits for a request for too long, however it trickles in", async () => {
  const whole = envelope(0, '{"number":1}');
  async function* trickle() {
    yield whole;
    for (const byte of whole) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      yield new Uint8Array([byte]);
    }
  }
  for (const body of [chunks([whole], { open: true }), ReadableStream.from(trickle())]) {
    let seen = 0;
    const handler = handlerOf({
      async sum(requests) {
        for await (const _ of requests) seen++;
        return {};
      },
    }, { idleTimeoutMs: 20 });
    const response = await handler(post("Sum", "application/connect+json", body as never));
    const [[flags, text]] = textEnvelopes(await response.bytes()) as [[number, string]];
    assertEquals([flags, seen], [2, 1]);
    assert(text.includes('"deadline_exceeded"') && text.includes("no message came for 20 ms"));
  }
});

Deno.test("idleTimeoutMs ends a handler that waits for its only request for too long, in any protocol", async () => {
  async function* trickle(bytes: Uint8Array) {
    for (const byte of bytes) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      yield new Uint8Array([byte]);
    }
  }
  const json = '{"name":"Ada"}';
  const cases: [string, Uint8Array][] = [
    ["application/json", new TextEncoder().encode(json)],
    ["application/grpc-web+json", envelope(0, json)],
    ["application/grpc-web-text+json", new TextEncoder().encode(btoa("\0\0\0\0\x0e" + json))],
  ];
  for (const [type, bytes] of cases) {
    for (const declared of [{}, { "content-length": `${bytes.length}` }]) {
      let seen = 0;
      // One that takes the request alone: nothing but the time can end its call.
      const greet = (_: unknown) => ({ greeting: `${++seen}` });
      const answer = async (options: HandlerOptions) => {
        const body = ReadableStream.from(trickle(bytes));
        const handler = handlerOf({ greet }, options);
        const text = await (await handler(post("Greet", type, body, declared))).text();
        return type.includes("text") ? text.replace(/[^=]+=*/g, atob) : text;
      };
      const failed = await answer({ idleTimeoutMs: 20 });
      assert(failed.includes("no message came for 20 ms"), failed);
      assert(failed.includes('"deadline_exceeded"') || failed.includes("grpc-status: 4"), failed);
      assertEquals(seen, 0);
      await answer({});
      assertEquals(seen, 1);
    }
  }
});

Deno.test("idleTimeoutMs ends who waits for the end after the last message for too long", async () => {
  const open = (...parts: Uint8Array[]) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (const part of parts) controller.enqueue(part);
      },
    });
  const handler = handlerOf({ greet: () => ({}) }, { idleTimeoutMs: 20 });
  const request = post("Greet", "application/grpc-web+json", open(envelope(0, "{}")));
  const text = await (await handler(request)).text();
  assert(text.includes("no end came for 20 ms") && text.includes("grpc-status: 4"), text);

  const response = () => {
    const body = open(envelope(0, ""), envelope(2, "{}")) as BodyInit;
    return new Response(body, { headers: { "content-type": "application/connect+proto" } });
  };
  const client = clientOf(() => Promise.resolve(response()), { idleTimeoutMs: 20 });
  assertEquals(await codeOf(collect(client.count({}))), "deadline_exceeded");
});

Deno.test("idleTimeoutMs ends a stream of responses that nobody takes", async () => {
  const ended = Promise.withResolvers<ConnectError>();
  const handler = handlerOf({
    async *count(_, { signal }) {
      signal.addEventListener("abort", () => ended.resolve(signal.reason));
      for (;;) yield { padding: new Uint8Array(16_384) };
    },
  }, { idleTimeoutMs: 20 });
  const body = envelope(0, "{}");
  const response = await handler(post("Count", "application/connect+json", body));
  await response.body!.getReader().read();
  const { code, rawMessage } = await ended.promise;
  assertEquals([code, rawMessage], ["deadline_exceeded", "nothing was taken for 20 ms"]);
});

Deno.test("idleTimeoutMs does not hurry a handler, nor a client that is not waiting", async () => {
  const wait = () => new Promise((resolve) => setTimeout(resolve, 20));
  const handler = handlerOf({
    async *count() {
      yield { number: 1 };
      await wait();
      yield { number: 2 };
    },
    async greet() {
      await wait();
      return {};
    },
  }, { idleTimeoutMs: 5 });
  assertEquals((await collect(clientOf(handler).count({}))).length, 2);
  for (const factory of FACTORIES) {
    await clientOf(handler, { idleTimeoutMs: 5 }, factory).greet({});
  }
  // A server may send headers before it has the only response.
  async function* late() {
    await wait();
    yield envelope(0, "");
    yield envelope(128, "grpc-status: 0\r\n");
  }
  const early = () =>
    new Response(ReadableStream.from(late()) as ReadableStream<Uint8Array<ArrayBuffer>>, {
      headers: { "content-type": "application/grpc-web+proto" },
    });
  await clientOf(() => Promise.resolve(early()), { idleTimeoutMs: 5 }, grpcWeb).greet({});
});

Deno.test("idleTimeoutMs ends a client that waits for a response for too long", async () => {
  for (const factory of FACTORIES) {
    const ended = Promise.withResolvers<string>();
    const client = clientOf(
      handlerOf({
        async *count(_, { signal }) {
          yield { number: 1 };
          signal.addEventListener("abort", () => ended.resolve(signal.reason.code));
          await never;
        },
      }),
      { idleTimeoutMs: 20 },
      factory,
    );
    const received: unknown[] = [];
    assertEquals(await codeOf(collect(client.count({}), received as never)), "deadline_exceeded");
    assertEquals(received.length, 1);
    assertEquals(await ended.promise, "canceled");
    const patient = client.count({}, { idleTimeoutMs: Infinity, timeoutMs: 50 });
    assertEquals(await codeOf(collect(patient)), "deadline_exceeded");
  }
});

Deno.test("idleTimeoutMs ends a client whose requests nobody takes", async () => {
  const client = clientOf(async (request) => {
    await request.body!.getReader().read();
    return await never;
  }, { idleTimeoutMs: 20 });
  function* requests() {
    for (;;) yield { padding: new Uint8Array(16_384) };
  }
  const error = await assertRejects(() => client.sum(requests()), ConnectError);
  assertEquals([error.code, error.rawMessage], [
    "deadline_exceeded",
    "nothing was taken for 20 ms",
  ]);
});

Deno.test("a flood of trailers is bounded while it is read", async () => {
  const fields = Array.from({ length: 100_000 }, (_, i) => `x-${i}`);
  const json = JSON.stringify({ metadata: Object.fromEntries(fields.map((name) => [name, [""]])) });
  const lines = fields.map((name) => `${name}:\r\n`).join("");
  const cases: [TransportFactory, string, Uint8Array][] = [
    [connect, "application/connect+proto", envelope(2, json)],
    [grpcWeb, "application/grpc-web+proto", envelope(128, lines)],
  ];
  for (const [factory, type, body] of cases) {
    const response = () => new Response(body as BodyInit, { headers: { "content-type": type } });
    const client = clientOf(() => Promise.resolve(response()), {}, factory);
    const start = performance.now();
    const error = await assertRejects(() => collect(client.count({})), ConnectError);
    assertEquals(error.rawMessage, "there is more metadata than the limit of 16384 bytes");
    // Deno's Headers would take minutes for so many.
    assert(performance.now() - start < 5000);
  }
});
