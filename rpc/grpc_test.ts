import { assert, assertEquals, assertRejects } from "@std/assert";
import { HttpError } from "../http/mod.ts";
import type { CallOptions } from "./call_options.ts";
import { type Client, createClient } from "./client.ts";
import { connect, type TransportFactory } from "./connect.ts";
import { ConnectError } from "./error.ts";
import { errorDetail } from "./error_detail.ts";
import { ExchangeClient } from "./_engine/client.ts";
import { grpc } from "./grpc.ts";
import { grpcWeb } from "./grpc_web.ts";
import { exchangeListener } from "./serve.ts";
import { type ExchangeOptions, exchangesWith } from "./testdata/exchange.ts";
import { collect, Heard } from "./testdata/fetch.ts";
import { GreetService } from "./testdata/gen/greet_pb.ts";
import { greetHandler, type GreetImplementation } from "./testdata/http.ts";
import type { TransportOptions } from "./transport_options.ts";
import { Duration } from "../wkt/mod.ts";
import { jsonCodec, protoCodec } from "./codec.ts";

const FACTORIES: readonly [string, TransportFactory][] = [
  ["connect", connect],
  ["grpc", grpc],
  ["grpc-web", grpcWeb],
];

function clientOf(
  factory: TransportFactory,
  implementation: GreetImplementation,
  options: ExchangeOptions & TransportOptions = {},
): Client<typeof GreetService.methods> {
  const http = new ExchangeClient(
    exchangesWith(exchangeListener(greetHandler(implementation)), options),
  );
  return createClient(GreetService, factory.plaintext("http://localhost", { http, ...options }));
}

const ALL: GreetImplementation = {
  greet: ({ name }, { protocol }) => ({ greeting: `${name} speaks ${protocol}` }),
  async *count({ to }) {
    for (let number = 1; number <= to; number++) yield { number };
  },
  async sum(requests) {
    let to = 0;
    for await (const { number } of requests) to += number;
    return { to };
  },
  async *chat(requests) {
    for await (const { name } of requests) yield { greeting: `Hello, ${name}!` };
  },
};

Deno.test("all protocols carry all kinds of methods over exchanges, in either codec", async () => {
  for (const [name, factory] of FACTORIES) {
    for (const codec of [protoCodec, jsonCodec]) {
      const client = clientOf(factory, ALL, { codec });
      assertEquals((await client.greet({ name: "Ada" })).greeting, `Ada speaks ${name}`);
      const numbers = (await collect(client.count({ to: 1000 }))).map(({ number }) => number);
      assertEquals(numbers, Array.from({ length: 1000 }, (_, i) => i + 1));
      assertEquals((await client.sum([{ number: 20 }, { number: 22 }])).to, 42);
      const { readable, writable } = new TransformStream<{ name: string }>();
      const writer = writable.getWriter();
      const responses = client.chat(readable)[Symbol.asyncIterator]();
      for (const name of ["Ada", "Bob"]) {
        const next = responses.next();
        writer.write({ name });
        assertEquals((await next).value?.greeting, `Hello, ${name}!`);
      }
      writer.close();
      assertEquals((await responses.next()).done, true);
    }
  }
});

Deno.test("messages are compressed over exchanges, unary ones in Connect too", async () => {
  for (const [, factory] of FACTORIES) {
    const client = clientOf(factory, { echo: (message) => message }, {
      sendCompression: "deflate",
    });
    const data = new Uint8Array(100_000);
    assertEquals((await client.echo({ data })).data.length, data.length);
  }
});

Deno.test("errors have code, message, details and metadata in all protocols", async () => {
  const thrown = new ConnectError("zu spät", "aborted", {
    details: [errorDetail(Duration, { seconds: 7n })],
    metadata: { "x-a": "1" },
  });
  for (const [, factory] of FACTORIES) {
    const client = clientOf(factory, {
      greet() {
        throw thrown;
      },
      async *count() {
        yield { number: 1 };
        throw thrown;
      },
    });
    const received: unknown[] = [];
    const errors = [
      await assertRejects(() => client.greet({}), ConnectError),
      await assertRejects(() => collect(client.count({}), received as never), ConnectError),
    ];
    assertEquals(received.length, 1);
    for (const error of errors) {
      assertEquals([error.code, error.rawMessage], ["aborted", "zu spät"]);
      assertEquals(error.findDetails(Duration)[0]?.seconds, 7n);
      assertEquals(error.metadata.get("x-a"), "1");
    }
  }
});

Deno.test("metadata goes both ways in gRPC", async () => {
  const heard = new Heard();
  const client = clientOf(grpc as TransportFactory, {
    greet(_, { requestHeaders, responseHeaders, responseTrailers, peer, url }) {
      responseHeaders.append("x-a", requestHeaders.get("x-request") ?? "");
      responseHeaders.append("x-a", "2");
      responseTrailers.set("x-b", String(peer.address?.port));
      return { greeting: url };
    },
  });
  const options: CallOptions = { ...heard.options, headers: { "x-request": "1" } };
  const { greeting } = await client.greet({}, options);
  assertEquals(greeting, "http://localhost/greet.v1.GreetService/Greet");
  assertEquals(new Headers(heard.headers).get("x-a"), "1, 2");
  assertEquals(heard.trailers, [["x-b", "1234"]]);
});

Deno.test("a gRPC request is as the protocol has it", async () => {
  let seen: [string, string][] = [];
  const client = clientOf(grpc as TransportFactory, ALL, {
    onExchange: (_, { headers }) => seen = [...headers],
  });
  await client.greet({}, { timeoutMs: 5000 });
  const headers = new Map(seen);
  assertEquals(headers.get("content-type"), "application/grpc+proto");
  assertEquals(headers.get("te"), "trailers");
  assertEquals(headers.get("user-agent"), "seria");
  assert(/^\d{1,8}[numSMH]$/.test(headers.get("grpc-timeout")!));
  assertEquals(headers.get("grpc-accept-encoding"), "gzip, br, deflate");
  await client.greet({}, { headers: { "user-agent": "mine" } });
  assertEquals(new Map(seen).get("user-agent"), "mine");
});

Deno.test("what a gRPC server may not do fails the call", async () => {
  type Answer = Parameters<typeof exchangesWith>[0];
  const type: [string, string] = ["content-type", "application/grpc"];
  const envelope = new Uint8Array(5);
  const cases: [string, string, Answer][] = [
    [
      "internal",
      "the response has ended without grpc-status",
      (exchange) => exchange.respondWith(200, [type], envelope),
    ],
    [
      "internal",
      "the response has ended without grpc-status",
      (exchange) => exchange.respondWith(200, [type], envelope, [["x-a", "1"]]),
    ],
    [
      "internal",
      "the response has ended without grpc-status",
      (exchange) => exchange.respondWith(200, [type, ["grpc-status", "0"]], envelope),
    ],
    [
      "not_found",
      "no: such",
      (exchange) =>
        exchange.respondWith(
          200,
          [type, ["grpc-status", "5"], ["grpc-message", "no%3A such"]],
          new Uint8Array(0),
        ),
    ],
    [
      "unimplemented",
      "the response has no message",
      (exchange) => exchange.respondWith(200, [type, ["grpc-status", "0"]], new Uint8Array(0)),
    ],
    [
      "unimplemented",
      "HTTP status 404",
      (exchange) => exchange.respondWith(404, [], new Uint8Array(0)),
    ],
    [
      "unknown",
      'the response has content-type "text/html", not "application/grpc+proto"',
      (exchange) => exchange.respondWith(200, [["content-type", "text/html"]], new Uint8Array(0)),
    ],
    ["internal", "the body cannot be read: the stream was reset: INTERNAL_ERROR", (exchange) => {
      exchange.respond(200, [type]);
      exchange.write(envelope);
      setTimeout(() => exchange.abort());
    }],
    [
      "internal",
      "no response: the stream was reset: INTERNAL_ERROR",
      (exchange) => exchange.abort(),
    ],
    [
      "internal",
      "a message has the flags 128",
      (exchange) =>
        exchange.respondWith(200, [type], new Uint8Array([0x80, 0, 0, 0, 0]), [[
          "grpc-status",
          "0",
        ]]),
    ],
  ];
  for (const [code, message, answer] of cases) {
    const http = new ExchangeClient(exchangesWith(answer));
    const client = createClient(GreetService, grpc.plaintext("http://localhost", { http }));
    const error = await assertRejects(() => client.greet({}), ConnectError, undefined, message);
    assertEquals([error.code, error.rawMessage], [code, message]);
  }
});

Deno.test("why an exchange failed decides the code", async () => {
  const cases: [HttpError, string][] = [
    ...[0, 1, 2, 3, 4, 6, 9, 10].map((h2Code): [HttpError, string] => [
      new HttpError("x", "canceled", { h2Code }),
      "internal",
    ]),
    [new HttpError("x", "refused", { h2Code: 7 }), "unavailable"],
    [new HttpError("x", "canceled", { h2Code: 11 }), "resource_exhausted"],
    [new HttpError("x", "canceled", { h2Code: 12 }), "permission_denied"],
    [new HttpError("x", "canceled", { h2Code: 5 }), "canceled"],
    [new HttpError("x", "canceled", { h2Code: 8 }), "canceled"],
    [new HttpError("x", "connection"), "unavailable"],
    [new HttpError("x", "protocol"), "internal"],
    [new HttpError("x", "limit"), "resource_exhausted"],
    [new HttpError("x", "timeout"), "unavailable"],
    [new HttpError("x", "timeout", { h2Code: 8 }), "unavailable"],
  ];
  for (const [reason, code] of cases) {
    const http = new ExchangeClient(() => {
      throw reason;
    });
    const client = createClient(GreetService, grpc.plaintext("http://localhost", { http }));
    assertEquals((await assertRejects(() => client.greet({}), ConnectError)).code, code);
  }
});

async function* endless() {
  yield {};
  await new Promise<never>(() => {});
}

Deno.test("cancellation reaches the handler in each phase of a call, in all protocols", async () => {
  for (const [, factory] of FACTORIES) {
    const ended: string[] = [];
    const started = { resolve: () => {} };
    const wait = (signal: AbortSignal) => {
      started.resolve();
      return new Promise<never>((_, reject) =>
        signal.addEventListener("abort", () => {
          ended.push(signal.reason.code);
          reject(signal.reason);
        })
      );
    };
    const client = clientOf(factory, {
      greet: (_, { signal }) => wait(signal),
      async *count(_, { signal }) {
        yield { number: 1 };
        await wait(signal);
      },
      async sum(requests, { signal }) {
        for await (const _ of requests) await wait(signal);
        return {};
      },
    });
    const calls: ((signal: AbortSignal) => Promise<unknown>)[] = [
      (signal) => client.greet({}, { signal }),
      (signal) => collect(client.count({}, { signal })),
      (signal) => client.sum(endless(), { signal }),
    ];
    for (const call of calls) {
      const controller = new AbortController();
      const waiting = new Promise<void>((resolve) => started.resolve = resolve);
      const result = call(controller.signal);
      await waiting;
      controller.abort();
      assertEquals((await assertRejects(() => result, ConnectError)).code, "canceled");
    }
    await new Promise((resolve) => setTimeout(resolve));
    assertEquals(ended, ["canceled", "canceled", "canceled"]);
  }
});

Deno.test("a call that is canceled before it has a response gives its exchange up", async () => {
  let aborted = false;
  const open = exchangesWith(() => {}, {
    onExchange: (client) => {
      const { abort } = client;
      client.abort = () => {
        aborted = true;
        abort();
      };
    },
  });
  const http = new ExchangeClient(open);
  const client = createClient(GreetService, grpc.plaintext("http://localhost", { http }));
  const controller = new AbortController();
  const call = client.greet({}, { signal: controller.signal });
  await Promise.resolve();
  controller.abort();
  assertEquals((await assertRejects(() => call, ConnectError)).code, "canceled");
  assert(aborted);
});

Deno.test("a slow reader stops the producer over exchanges, both ways", async () => {
  const padding = new Uint8Array(16_384);
  let produced = 0;
  const responses = clientOf(grpc as TransportFactory, {
    async *count() {
      for (;;) yield { number: ++produced, padding };
    },
  }, { compressions: [] }).count({});
  for await (const { number } of responses) {
    await new Promise((resolve) => setTimeout(resolve));
    // A window of 64 KiB, a chunk that waits for it, and one that was read.
    assert(produced <= number + 7, `${produced} for ${number}`);
    if (number === 20) break;
  }
  let taken = 0;
  let sent = 0;
  const client = clientOf(grpc as TransportFactory, {
    async sum(requests) {
      for await (const _ of requests) {
        await new Promise((resolve) => setTimeout(resolve));
        assert(sent <= ++taken + 7, `${sent} for ${taken}`);
      }
      return { to: taken };
    },
  }, { compressions: [] });
  function* requests() {
    while (sent < 20) yield { number: ++sent, padding };
  }
  assertEquals((await client.sum(requests())).to, 20);
});
