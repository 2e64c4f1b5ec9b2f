import { assert, assertEquals } from "@std/assert";
import { FieldList, type ServerExchange } from "../http/mod.ts";
import { createHandler } from "./handler.ts";
import { exchangeListener } from "./serve.ts";
import { type ExchangeOptions, exchangesWith } from "./testdata/exchange.ts";
import { envelope, greetHandler } from "./testdata/http.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly trailers: [string, string][] | undefined;
}

/** Sends a request to a listener, and reads the response whole. */
async function request(
  listener: (exchange: ServerExchange) => void,
  { method = "GET", target = "/", headers = {}, body = "", ...options }: {
    method?: string;
    target?: string;
    headers?: Record<string, string>;
    body?: string | Uint8Array;
  } & ExchangeOptions = {},
): Promise<Answer> {
  const exchange = await exchangesWith(listener, options)({
    method,
    scheme: "http",
    authority: "localhost:8080",
    target,
    headers: Object.entries(headers),
  });
  exchange.write(typeof body === "string" ? encoder.encode(body) : body);
  exchange.end();
  const { status, headers: received } = await exchange.response();
  let text = "";
  for (;;) {
    const chunk = await exchange.read();
    if (chunk === null) break;
    text += decoder.decode(chunk, { stream: true });
  }
  const trailers = exchange.trailers && [...exchange.trailers];
  return { status, headers: new Headers([...received]), body: text, trailers };
}

const GREET = "/greet.v1.GreetService/Greet";
const JSON_TYPE = { "content-type": "application/json" };

const handler = greetHandler({
  greet: ({ name }) => ({ greeting: `Hello, ${name}!` }),
}, { fallback: (request) => new Response(`${request.method} ${request.url}`) });

Deno.test("exchangeListener() answers a unary call in the turn it comes in", () => {
  const body = [encoder.encode('{"name":"Ada"}')];
  const answers: string[] = [];
  let ignored = false;
  exchangeListener(handler)({
    method: "POST",
    target: GREET,
    headers: new FieldList().append("content-type", "application/json"),
    read: () => body.shift() ?? null,
    respondWith: (status: number, headers: [string, string][], bytes: Uint8Array) => {
      answers.push(`${status} ${[...headers]} ${decoder.decode(bytes)}`);
    },
    ignoreBody: () => ignored = true,
  } as unknown as ServerExchange);
  assertEquals(answers, ['200 content-type,application/json {"greeting":"Hello, Ada!"}']);
  assert(ignored);
});

Deno.test("exchangeListener() answers a gRPC call in the turn it comes in, with trailers", () => {
  const body = [envelope(0, '{"name":"Ada"}')];
  const answers: unknown[] = [];
  exchangeListener(handler)({
    method: "POST",
    target: GREET,
    headers: new FieldList().append("content-type", "application/grpc+json"),
    connection: { httpVersion: "2" },
    read: () => body.shift() ?? null,
    respondWith: (status: number, _: unknown, bytes: Uint8Array, trailers: unknown) => {
      answers.push(status, decoder.decode(bytes.subarray(5)), trailers);
    },
    ignoreBody() {},
  } as unknown as ServerExchange);
  assertEquals(answers, [200, '{"greeting":"Hello, Ada!"}', [["grpc-status", "0"]]]);
});

Deno.test("exchangeListener() hands what is no RPC to the fallback, as a Request", async () => {
  const { status, body } = await request(exchangeListener(handler), { target: "/a?b=c" });
  assertEquals([status, body], [200, "GET http://localhost:8080/a?b=c"]);
  const star = await request(exchangeListener(handler), { method: "OPTIONS", target: "*" });
  assertEquals(star.body, "OPTIONS http://localhost:8080/*"); // as on Deno.serve()
  assertEquals((await request(exchangeListener(handler), { method: "TRACE" })).status, 501);
  const other = exchangeListener(createHandler(() => {}));
  assertEquals((await request(other)).status, 404);
});

Deno.test("exchangeListener() serves any function, trailers of a handler behind it included", async () => {
  const routed = exchangeListener(async (request, info) => {
    assertEquals(info.remoteAddr, { transport: "tcp", hostname: "127.0.0.1", port: 1234 });
    return await handler(request);
  });
  const body = envelope(0, '{"name":"Ada"}');
  const headers = { "content-type": "application/grpc+json" };
  const answer = await request(routed, { method: "POST", target: GREET, headers, body });
  assertEquals(answer.body.slice(5), '{"greeting":"Hello, Ada!"}');
  assertEquals(answer.trailers, [["grpc-status", "0"]]);
  const unary = await request(routed, {
    method: "POST",
    target: GREET,
    headers: JSON_TYPE,
    body: '{"name":"Bob"}',
  });
  assertEquals([unary.body, unary.trailers], ['{"greeting":"Hello, Bob!"}', undefined]);
});

Deno.test("exchangeListener() knows which clients take trailers", async () => {
  const call = (httpVersion: "1.0" | "1.1" | "2", te?: string) =>
    request(exchangeListener(handler), {
      method: "POST",
      target: GREET,
      headers: { "content-type": "application/grpc+json", ...te === undefined ? {} : { te } },
      body: envelope(0, "{}"),
      connection: { httpVersion },
    });
  for (const [version, te] of [["2"], ["1.1", "trailers"], ["1.1", "gzip, trailers"]] as const) {
    assertEquals((await call(version, te)).trailers, [["grpc-status", "0"]]);
  }
  for (const [version, te] of [["1.1"], ["1.0", "trailers"], ["1.1", "x-trailers"]] as const) {
    assertEquals((await call(version, te)).headers.get("grpc-status"), "12");
  }
});

Deno.test("exchangeListener() answers what a function throws with 500, or as it is told", async () => {
  const broken = () => Promise.reject(new Error("broken"));
  const told = exchangeListener(broken, {
    onError: (error) => new Response((error as Error).message, { status: 503 }),
  });
  const answer = await request(told);
  assertEquals([answer.status, answer.body], [503, "broken"]);
  const errors: unknown[] = [];
  const { error } = console;
  console.error = (error) => errors.push(error);
  try {
    assertEquals((await request(exchangeListener(broken))).status, 500);
    assertEquals((await request(exchangeListener(broken, { onError: broken }))).status, 500);
  } finally {
    console.error = error;
  }
  assertEquals(errors.map((error) => (error as Error).message), ["broken", "broken"]);
});

Deno.test("exchangeListener() cuts a response whose body fails", async () => {
  const cut = exchangeListener(() =>
    new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(encoder.encode("a")),
        pull: (controller) => controller.error(new Error("broken")),
      }, { highWaterMark: 0 }),
    )
  );
  const error = await request(cut).then(() => undefined, (error) => error);
  assertEquals(error?.message, "the stream was reset: INTERNAL_ERROR");
});

Deno.test("a client that is gone stops a function and its body", async () => {
  const aborted = Promise.withResolvers<void>();
  const canceled = Promise.withResolvers<void>();
  const listener = exchangeListener((request) => {
    request.signal.addEventListener("abort", () => aborted.resolve());
    return new Response(
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
        cancel: () => canceled.resolve(),
      }),
    );
  });
  const exchange = await exchangesWith(listener)({
    method: "GET",
    scheme: "http",
    authority: "localhost",
    target: "/",
    headers: [],
  });
  await exchange.response();
  await exchange.read();
  exchange.abort();
  await aborted.promise;
  await canceled.promise;
});
