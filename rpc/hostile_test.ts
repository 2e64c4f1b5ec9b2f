import { assert, assertEquals, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { createClient } from "./client.ts";
import { jsonCodec } from "./codec.ts";
import type { Compression } from "./compression.ts";
import { connect, type TransportFactory } from "./connect.ts";
import { ConnectError } from "./error.ts";
import { ExchangeClient } from "./_engine/client.ts";
import { grpc } from "./grpc.ts";
import { grpcWeb } from "./grpc_web.ts";
import { exchangeListener } from "./serve.ts";
import { exchangesWith } from "./testdata/exchange.ts";
import { clientOf, collect } from "./testdata/fetch.ts";
import { GreetService } from "./testdata/gen/greet_pb.ts";
import { chunks, envelope, greetHandler, post } from "./testdata/http.ts";
import type { TransportOptions } from "./transport_options.ts";

Deno.test("a bomb takes no memory, neither from a client nor from a server", async () => {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", fileURLToPath(import.meta.resolve("./testdata/bomb.ts"))],
  }).output();
  assert(success);
  const { status, code, mib } = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals([status, code], [429, "resource_exhausted"]);
  // 512 MiB come out of it, 4 MiB of which are let in.
  assert(mib < 100, `${mib} MiB`);
});

Deno.test("a compressed body without end is read no further than the limit, by either side", async () => {
  let read = 0;
  function* endless() {
    for (;;) {
      read++;
      yield new Uint8Array(1 << 20);
    }
  }
  const type = "application/json";
  const headers = { "content-encoding": "gzip" };
  const request = post("Greet", type, chunks(endless()), headers);
  const refused = await greetHandler({ greet: () => ({}) })(request);
  assertEquals([refused.status, read], [429, 5]);
  read = 0;
  const response = new Response(chunks(endless()) as BodyInit, {
    headers: { ...headers, "content-type": type },
  });
  const client = clientOf(() => response, { codec: jsonCodec });
  const error = await assertRejects(() => client.greet({}), ConnectError);
  assertEquals([error.code, read], ["resource_exhausted", 5]);
});

Deno.test("the deadline covers decompressing, and a handler that does not look, in each protocol", async () => {
  const never = () => new Promise<never>(() => {});
  const stuck: Compression = { name: "stuck", compress: (bytes) => bytes, decompress: never };
  const options = { compressions: [stuck], compressMinBytes: 1 };
  const deaf = greetHandler({ greet: never, sum: never }, options);
  const echo = greetHandler({ greet: ({ name }) => ({ greeting: name }) }, options);
  for (const factory of [connect, grpcWeb, grpc as TransportFactory]) {
    const clientOf = (handler: typeof echo, own: TransportOptions) => {
      const http = new ExchangeClient(exchangesWith(exchangeListener(handler)));
      const transport = factory.plaintext("http://localhost", { http, ...own });
      return createClient(GreetService, transport);
    };
    const plain = { compressions: [] };
    const calls = [
      clientOf(deaf, plain).greet({}, { timeoutMs: 10 }),
      clientOf(deaf, plain).sum([], { timeoutMs: 10 }),
      clientOf(echo, { ...options, sendCompression: "stuck" })
        .greet({ name: "x" }, { timeoutMs: 10 }),
      clientOf(echo, options).greet({ name: "x" }, { timeoutMs: 10 }),
    ];
    // All at once: none may fail while nobody listens.
    const errors = await Promise.all(calls.map((call) => assertRejects(() => call, ConnectError)));
    assertEquals(errors.map(({ code }) => code), Array(4).fill("deadline_exceeded"));
  }
  // And with nobody on the other side who looks at the clock as well.
  const cases: [string, Uint8Array, Record<string, string>, string][] = [
    ["application/json", text("{}"), { "content-encoding": "stuck" }, "deadline_exceeded"],
    ["application/json", text("{}"), {}, "deadline_exceeded"],
    [
      "application/grpc-web+json",
      envelope(1, "{}"),
      { "grpc-encoding": "stuck" },
      "grpc-status: 4",
    ],
    ["application/grpc-web+json", envelope(0, "{}"), {}, "grpc-status: 4"],
  ];
  for (const [type, body, headers, expected] of cases) {
    const request = post("Greet", type, body, {
      ...headers,
      "connect-timeout-ms": "10",
      "grpc-timeout": "10m",
    });
    const answer = await (await deaf(request)).text();
    assert(answer.includes(expected), answer);
  }
});

const text = (json: string) => new TextEncoder().encode(json);

Deno.test("what a handler throws is internal in each protocol's own shape, and no secret", async () => {
  const thrown: unknown[] = [new Error("secret"), "secret", undefined, { code: "not_found" }, null];
  for (const factory of [connect, grpc as TransportFactory, grpcWeb]) {
    for (const value of thrown) {
      const heard: unknown[] = [];
      const handler = greetHandler({
        greet() {
          throw value;
        },
        echo: () => Promise.reject(value),
        async *count() {
          yield {};
          throw value;
        },
        sum: () => Promise.reject(value),
      }, { onError: (error) => heard.push(error) });
      const http = new ExchangeClient(exchangesWith(exchangeListener(handler)));
      const client = createClient(GreetService, factory.plaintext("http://localhost", { http }));
      const calls = [
        () => client.greet({}),
        () => client.echo({}),
        () => collect(client.count({})),
        () => client.sum([{}]),
      ];
      for (const call of calls) {
        const error = await assertRejects(call, ConnectError);
        assertEquals([error.code, error.rawMessage], ["internal", "internal error"]);
      }
      assertEquals(heard, [value, value, value, value]);
    }
  }
});

Deno.test("timeouts of too many digits are refused in each protocol", async () => {
  const handler = greetHandler({ greet: () => ({}) });
  const cases: [string, string, Uint8Array | string, string][] = [
    ["application/json", "connect-timeout-ms", "{}", "1".repeat(11)],
    ["application/json", "connect-timeout-ms", "{}", "1".repeat(21)],
    ["application/grpc-web+json", "grpc-timeout", envelope(0, "{}"), `${"1".repeat(9)}m`],
    ["application/grpc-web+json", "grpc-timeout", envelope(0, "{}"), `${"1".repeat(10)}H`],
    ["application/grpc-web+json", "grpc-timeout", envelope(0, "{}"), `${"1".repeat(21)}S`],
  ];
  for (const [type, header, body, value] of cases) {
    const response = await handler(post("Greet", type, body, { [header]: value }));
    const text = await response.text();
    // 3 is invalid_argument in gRPC.
    assert(text.includes("invalid_argument") || text.includes("grpc-status: 3\r\n"), text);
  }
  const request = post("Greet", "application/json", "{}", { "connect-timeout-ms": "9".repeat(10) });
  assertEquals((await handler(request)).status, 200);
});

Deno.test("a server that never ends its body is given up when the time is over", async () => {
  const cases: [TransportFactory, string][] = [
    [connect, "application/proto"],
    [grpcWeb, "application/grpc-web+proto"],
  ];
  for (const [factory, type] of cases) {
    let canceled = false;
    const response = () =>
      new Response(
        chunks([envelope(0, "")], { open: true, onCancel: () => canceled = true }) as BodyInit,
        { headers: { "content-type": type } },
      );
    const fetch = () => Promise.resolve(response());
    const client = createClient(GreetService, factory.plaintext("http://localhost", { fetch }));
    const error = await assertRejects(() => client.greet({}, { timeoutMs: 20 }), ConnectError);
    assertEquals([error.code, canceled], ["deadline_exceeded", true]);
  }
});

Deno.test("a stream that is cut in the middle is no success in any protocol", async () => {
  const whole = envelope(0, "\x08\x01");
  const cases: [TransportFactory, string][] = [
    [connect, "application/connect+proto"],
    [grpcWeb, "application/grpc-web+proto"],
  ];
  for (const [factory, type] of cases) {
    for (let length = 0; length <= whole.length; length++) {
      const response = () =>
        new Response(whole.slice(0, length) as BodyInit, { headers: { "content-type": type } });
      const fetch = () => Promise.resolve(response());
      const client = createClient(GreetService, factory.plaintext("http://localhost", { fetch }));
      const error = await assertRejects(() => collect(client.count({})), ConnectError);
      assertEquals(error.code, "internal");
    }
  }
  for (let length = 0; length <= whole.length; length++) {
    const http = new ExchangeClient(
      exchangesWith((exchange) =>
        exchange.respondWith(200, [["content-type", "application/grpc"]], whole.slice(0, length))
      ),
    );
    const client = createClient(GreetService, grpc.plaintext("http://localhost", { http }));
    const error = await assertRejects(() => collect(client.count({})), ConnectError);
    assertEquals(error.code, "internal");
  }
});

Deno.test("metadata cannot break out of its field, whoever sends it", async () => {
  for (const value of ["a\r\nx-b: 1", "a\nb", "a\rb", "a\0b"]) {
    for (const where of ["responseHeaders", "responseTrailers"] as const) {
      const heard: unknown[] = [];
      const handler = greetHandler({
        greet(_, context) {
          context[where].set("x-a", value);
          return {};
        },
      }, { onError: (error) => heard.push(error) });
      const http = new ExchangeClient(exchangesWith(exchangeListener(handler)));
      for (const factory of [connect, grpc as TransportFactory, grpcWeb]) {
        const client = createClient(GreetService, factory.plaintext("http://localhost", { http }));
        const error = await assertRejects(() => client.greet({}), ConnectError);
        assertEquals(error.code, "internal");
        const headers = { "x-a": value };
        const refused = await assertRejects(() => client.greet({}, { headers }), ConnectError);
        assertEquals(refused.code, "invalid_argument");
      }
      assertEquals(heard.length, 3);
    }
  }
});
