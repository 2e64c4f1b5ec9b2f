import { assert, assertEquals, assertRejects } from "@std/assert";
import type { CallOptions } from "../call_options.ts";
import { createClient } from "../client.ts";
import { ConnectError } from "../error.ts";
import { errorDetail } from "../error_detail.ts";
import { grpcWeb } from "../grpc_web.ts";
import type { HandlerOptions } from "../handler_options.ts";
import { collect, type FetchStub, Heard } from "../testdata/fetch.ts";
import { GreetService } from "../testdata/gen/greet_pb.ts";
import {
  chunks,
  envelope,
  greetHandler,
  type GreetImplementation,
  join,
  post,
  textEnvelopes,
} from "../testdata/http.ts";
import type { TransportOptions } from "../transport_options.ts";
import { Duration } from "../../wkt/mod.ts";
import { jsonCodec, protoCodec } from "../codec.ts";

const TYPE = "application/grpc-web+json";
const OK = envelope(0x80, "grpc-status: 0\r\n");
const HELLO = envelope(0, '{"greeting":"hi"}');

const implementation: GreetImplementation = {
  greet: ({ name }, { protocol }) => ({ greeting: `Hello, ${name}, in ${protocol}!` }),
  async *count({ to }) {
    for (let number = 1; number <= to; number++) yield { number };
  },
  async sum(requests) {
    let to = 0;
    for await (const { number } of requests) to += number;
    return { to };
  },
  async *chat(requests) {
    for await (const { name } of requests) yield { greeting: name };
  },
  echo: (request) => request,
};

function clientOf(fetch: FetchStub, options: TransportOptions = {}) {
  const transport = grpcWeb.plaintext("http://localhost", {
    fetch: async (request) => await fetch(request),
    ...options,
  });
  return createClient(GreetService, transport);
}

/** Answers with parts of a body. */
function answer(parts: Uint8Array[], headers: Record<string, string> = {}, status = 200) {
  return () =>
    new Response(chunks(parts), { status, headers: { "content-type": TYPE, ...headers } });
}

async function call(
  method: string,
  body: Uint8Array | ReadableStream<Uint8Array> | null,
  headers: Record<string, string> = {},
  options: HandlerOptions & { type?: string } = {},
) {
  const handler = greetHandler(implementation, options);
  const response = await handler(post(method, options.type ?? TYPE, body, headers));
  assertEquals(response.status, 200);
  return { response, envelopes: textEnvelopes(await response.bytes()) };
}

/** Calls greet(), and returns the error that it must fail with. */
async function failure(fetch: FetchStub, call: CallOptions = {}, options: TransportOptions = {}) {
  const client = clientOf(fetch, { codec: jsonCodec, ...options });
  return await assertRejects(() => client.greet({ name: "Ada" }, call), ConnectError);
}

Deno.test("gRPC-Web carries all kinds of methods in either codec", async () => {
  const handler = greetHandler(implementation);
  for (const codec of [protoCodec, jsonCodec]) {
    const client = clientOf(handler, { codec });
    assertEquals((await client.greet({ name: "Ada" })).greeting, "Hello, Ada, in grpc-web!");
    const numbers = await collect(client.count({ to: 3 }));
    assertEquals(numbers.map(({ number }) => number), [1, 2, 3]);
    assertEquals((await client.sum([{ number: 1 }, { number: 2 }])).to, 3);
    const greetings = await collect(client.chat([{ name: "a" }, { name: "b" }]));
    assertEquals(greetings.map(({ greeting }) => greeting), ["a", "b"]);
  }
});

Deno.test("a gRPC-Web request is as the protocol has it", async () => {
  const seen: Request[] = [];
  await clientOf((request) => {
    seen.push(request);
    return answer([HELLO, OK])();
  }, { codec: jsonCodec }).greet({ name: "Ada" }, { timeoutMs: 5000, headers: { "x-a": "1" } });
  const { headers, url, method } = seen[0]!;
  assertEquals(method, "POST");
  assertEquals(url, "http://localhost/greet.v1.GreetService/Greet");
  assert(/^(?:5000|49\d\d)m$/.test(headers.get("grpc-timeout")!));
  assertEquals([...headers].filter(([name]) => name !== "grpc-timeout"), [
    ["accept-encoding", "identity"],
    ["content-type", TYPE],
    ["grpc-accept-encoding", "gzip, br, deflate"],
    ["x-a", "1"],
    ["x-grpc-web", "1"],
  ]);
  assertEquals(textEnvelopes(await seen[0]!.bytes()), [[0, '{"name":"Ada"}']]);
});

Deno.test("a gRPC-Web response ends with its trailers", async () => {
  for (const type of ["application/grpc-web", "application/grpc-web+proto"]) {
    const { response, envelopes } = await call("Greet", envelope(0, ""), {}, { type });
    assertEquals(response.headers.get("content-type"), "application/grpc-web+proto");
    assertEquals(envelopes.at(-1), [0x80, "grpc-status: 0\r\n"]);
  }
  const { envelopes } = await call("Count", envelope(0, '{"to":2}'));
  assertEquals(envelopes, [
    [0, '{"number":1}'],
    [0, '{"number":2}'],
    [0x80, "grpc-status: 0\r\n"],
  ]);
});

Deno.test("gRPC-Web errors are in the trailers, in the shape of the protocol", async () => {
  const cases: [Uint8Array | null, Record<string, string>, number][] = [
    [null, {}, 12],
    [join(envelope(0, "{}"), envelope(0, "{}")), {}, 12],
    [envelope(0, "{"), {}, 3],
    [envelope(1, "{}"), {}, 13],
    [envelope(0x80, "{}"), {}, 3],
    [envelope(0, "{}").subarray(0, 6), {}, 3],
    [envelope(0, "{}"), { "grpc-encoding": "lzw" }, 12],
    [envelope(0, "{}"), { "grpc-timeout": "soon" }, 3],
    [envelope(0, "{}"), { "grpc-timeout": "0m" }, 4],
  ];
  for (const [body, headers, status] of cases) {
    const { response, envelopes } = await call("Greet", body, headers);
    assertEquals(response.headers.get("content-type"), TYPE);
    assertEquals(envelopes.length, 1);
    assertEquals(envelopes[0]![0], 0x80);
    assert(envelopes[0]![1].includes(`grpc-status: ${status}\r\n`), envelopes[0]![1]);
  }
});

Deno.test("what a gRPC-Web handler throws reaches the client, but no secrets", async () => {
  const thrown = new ConnectError("zu spät", "aborted", {
    metadata: { "x-b": "2" },
    details: [errorDetail(Duration, { seconds: 30n })],
  });
  const failing = (error: unknown) =>
    greetHandler({
      greet: (_, context) => {
        context.responseHeaders.set("x-a", "1");
        throw error;
      },
    }, { onError: () => {} });
  const heard = new Heard();
  const error = await failure(failing(thrown), heard.options);
  assertEquals([error.code, error.rawMessage], ["aborted", "zu spät"]);
  assertEquals(error.findDetails(Duration)[0]?.seconds, 30n);
  assertEquals([error.metadata.get("x-a"), error.metadata.get("x-b")], ["1", "2"]);
  assertEquals(heard.trailers, [["x-b", "2"]]);
  const hidden = await failure(failing(new Error("the password is 1234")));
  assertEquals([hidden.code, hidden.rawMessage], ["internal", "internal error"]);
});

Deno.test("gRPC-Web responses without trailers, or with something after them, fail", async () => {
  const cases: [Uint8Array[], Record<string, string>, string][] = [
    [[], {}, "internal"],
    [[HELLO], {}, "internal"],
    [[HELLO], { "grpc-status": "0" }, "internal"],
    [[HELLO.subarray(0, 8)], {}, "internal"],
    [[HELLO, OK, HELLO], {}, "internal"],
    [[HELLO, envelope(0x80, "")], {}, "unknown"],
    [[HELLO, envelope(0x80, "grpc-status: 0\r\ngrpc-status: 0\r\n")], {}, "unknown"],
    [[HELLO, envelope(1, "{}"), OK], {}, "internal"],
    [[HELLO, envelope(2, "{}"), OK], {}, "internal"],
    [[OK], {}, "unimplemented"],
    [[HELLO, HELLO, OK], {}, "unimplemented"],
    [[], { "grpc-status": "0" }, "unimplemented"],
    [[], { "grpc-status": "5" }, "not_found"],
    [[OK], { "grpc-status": "5" }, "unimplemented"],
    [[envelope(0x80, "grpc-status: 9\r\n")], { "grpc-status": "5" }, "failed_precondition"],
    [[HELLO, OK], { "grpc-encoding": "lzw" }, "internal"],
    [[HELLO, OK], { "content-type": "application/grpc-web+proto" }, "internal"],
    [[HELLO, OK], { "content-type": "application/grpc-web" }, "internal"],
    [[HELLO, OK], { "content-type": "application/grpc-web-text" }, "unknown"],
    [[HELLO, OK], { "content-type": "text/html" }, "unknown"],
  ];
  for (const [parts, headers, code] of cases) {
    assertEquals((await failure(answer(parts, headers))).code, code, JSON.stringify(headers));
  }
});

Deno.test("trailers that came as headers are told once", async () => {
  const heard = new Heard();
  const headers = { "grpc-status": "5", "grpc-message": "no%20one", "x-a": "1" };
  const error = await failure(answer([], headers), heard.options);
  assertEquals(error.rawMessage, "no one");
  assertEquals(error.metadata.get("x-a"), "1");
  assertEquals(heard.trailers, [["content-type", TYPE], ["x-a", "1"]]);
});

Deno.test("an HTTP status fails a gRPC-Web call", async () => {
  const cases = [[400, "internal"], [401, "unauthenticated"], [404, "unimplemented"], [
    503,
    "unavailable",
  ], [500, "unknown"]] as const;
  for (const [status, code] of cases) {
    const error = await failure(answer([HELLO, OK], { "x-a": "1" }, status));
    assertEquals([error.code, error.metadata.get("x-a")], [code, "1"]);
  }
});

Deno.test("a gRPC status beside an HTTP status counts, if it is an error", async () => {
  const headers = { "x-a": "1", "grpc-status": "8", "grpc-message": "slow%21" };
  const error = await failure(answer([], headers, 503));
  assertEquals([error.code, error.rawMessage], ["resource_exhausted", "slow!"]);
  assertEquals([error.metadata.get("x-a"), error.metadata.has("grpc-status")], ["1", false]);
  const none = await failure(answer([], { "grpc-status": "0" }, 503));
  assertEquals([none.code, none.rawMessage], ["unavailable", "HTTP status 503"]);
});

Deno.test("what a server sends in gRPC-Web is bounded, trailers included", async () => {
  const long = "x".repeat(200);
  for (const part of [envelope(0, `{"greeting":"${long}"}`), envelope(0x80, `x-a: ${long}`)]) {
    const error = await failure(answer([part, OK]), {}, { readMaxBytes: 100 });
    assertEquals(error.code, "resource_exhausted");
  }
});

Deno.test("gRPC-Web messages are compressed both ways", async () => {
  const text = "x".repeat(5000);
  const seen: (string | null)[] = [];
  const handler = greetHandler(implementation);
  const client = clientOf(async (request) => {
    seen.push(request.headers.get("grpc-encoding"));
    const response = await handler(request);
    seen.push(response.headers.get("grpc-encoding"));
    assertEquals(response.headers.get("grpc-accept-encoding"), "gzip, br, deflate");
    return response;
  }, { sendCompression: "deflate" });
  assertEquals((await client.echo({ text })).text, text);
  assertEquals(seen, ["deflate", "gzip"]);
});

Deno.test("a gRPC-Web request of an unknown kind is answered with 415", async () => {
  const handler = greetHandler(implementation);
  for (const type of ["application/grpc-web+xml", "application/grpc-webtext"]) {
    assertEquals((await handler(post("Greet", type))).status, 415);
  }
});
