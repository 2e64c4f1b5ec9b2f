import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { create, createRegistry, decode, encode } from "../../reflect/mod.ts";
import { Any, Duration } from "../../wkt/mod.ts";
import { Code } from "../code.ts";
import type { HandlerContext } from "../context.ts";
import { ConnectError } from "../error.ts";
import { errorDetail } from "../error_detail.ts";
import { markReceived } from "../_received.ts";
import {
  EchoMessage,
  GreetRequest,
  GreetResponse,
  GreetService,
} from "../testdata/gen/greet_pb.ts";
import { chunks, greetHandler, type GreetImplementation, post } from "../testdata/http.ts";

const JSON_TYPE = "application/json";
const PROTO_TYPE = "application/proto";

const hello: GreetImplementation = {
  greet: (request) => ({ greeting: `Hello, ${request.name}!` }),
};

/** Status and Connect error of a response that must have one. */
async function failure(response: Response) {
  assertEquals(response.headers.get("content-type"), JSON_TYPE);
  return { status: response.status, ...await response.json() };
}

/** A handler whose greet() throws. */
function throwing(error: unknown, seen?: unknown[]) {
  return greetHandler({
    greet: () => {
      throw error;
    },
  }, seen && { onError: (thrown) => seen.push(thrown) });
}

Deno.test("a unary method answers in the binary format", async () => {
  const request = encode(GreetRequest, { name: "Ada" });
  const response = await greetHandler(hello)(post("Greet", PROTO_TYPE, request));
  assertEquals(response.status, 200);
  assertEquals([...response.headers], [["content-type", PROTO_TYPE]]);
  assertEquals(decode(GreetResponse, await response.bytes()).greeting, "Hello, Ada!");
});

Deno.test("a unary method answers in JSON, asked with or without charset", async () => {
  for (const contentType of [JSON_TYPE, "application/json; charset=UTF-8"]) {
    const response = await greetHandler(hello)(post("Greet", contentType, '{"name":"Ada"}'));
    assertEquals(response.status, 200);
    assertEquals([...response.headers], [["content-type", JSON_TYPE]]);
    assertEquals(await response.text(), '{"greeting":"Hello, Ada!"}');
  }
});

Deno.test("a unary method may be async, and answer with parts of a message", async () => {
  const handler = greetHandler({
    echo: (request) => Promise.resolve({ parts: [{}, { text: request.text }], word: "w" }),
  });
  const response = await handler(post("Echo", JSON_TYPE, '{"text":"x"}'));
  assertEquals(await response.json(), { parts: [{}, { text: "x" }], word: "w" });
});

Deno.test("an empty body is an empty message in the binary format, and malformed JSON", async () => {
  const handler = greetHandler(hello);
  const response = await handler(post("Greet", PROTO_TYPE));
  assertEquals(decode(GreetResponse, await response.bytes()).greeting, "Hello, !");
  const { status, code } = await failure(await handler(post("Greet", JSON_TYPE)));
  assertEquals([status, code], [400, "invalid_argument"]);
});

Deno.test("JSON keys that the message does not have are passed over", async () => {
  const response = await greetHandler(hello)(
    post("Greet", JSON_TYPE, '{"name":"Ada","from":"the future"}'),
  );
  assertEquals(await response.json(), { greeting: "Hello, Ada!" });
});

Deno.test("a request that cannot be decoded is answered with invalid_argument and the place", async () => {
  const handler = greetHandler(hello);
  const cases: [string, string | Uint8Array, RegExp][] = [
    [JSON_TYPE, "{", /^not a valid greet\.v1\.GreetRequest \(json\): .*line 1, column 2/],
    [JSON_TYPE, '{"name": 5}', /name/],
    [JSON_TYPE, "[]", /GreetRequest/],
    [JSON_TYPE, new Uint8Array([0x22, 0xff, 0x22]), /utf-?8/i],
    [PROTO_TYPE, new Uint8Array([0x0a, 0x05]), /^not a valid greet\.v1\.GreetRequest \(proto\): /],
    [PROTO_TYPE, new Uint8Array([0x0a, 0x01, 0xff]), /UTF-8/],
  ];
  for (const [contentType, body, message] of cases) {
    const error = await failure(await handler(post("Greet", contentType, body)));
    assertEquals([error.status, error.code], [400, "invalid_argument"]);
    assert(message.test(error.message), error.message);
  }
});

Deno.test("a request that would cost too much to decode is answered with resource_exhausted", async () => {
  const registry = createRegistry(Any);
  const handler = greetHandler({ echo: (request) => request }, { registry });
  const any = '{"@type":"type.googleapis.com/google.protobuf.Any","value":';
  const deep = `{"any":${any.repeat(120)}{}${"}".repeat(121)}`;
  const error = await failure(await handler(post("Echo", JSON_TYPE, deep)));
  assertEquals([error.status, error.code], [429, "resource_exhausted"], error.message);
});

Deno.test("a body above the limit is refused by its content-length, unread", async () => {
  let read = 0;
  function* body() {
    read++;
    yield new Uint8Array(5 << 20);
  }
  const request = post("Greet", PROTO_TYPE, chunks(body()), {
    "content-length": String(5 << 20),
  });
  assertEquals(await failure(await greetHandler(hello)(request)), {
    status: 429,
    code: "resource_exhausted",
    message: "message of 5242880 bytes is larger than the limit of 4194304 bytes",
  });
  assertEquals(read, 0);
});

Deno.test("a body above the limit is read no further than that", async () => {
  let read = 0;
  function* endless() {
    for (;;) {
      read++;
      yield new Uint8Array(1 << 20);
    }
  }
  const request = post("Greet", PROTO_TYPE, chunks(endless()));
  assertEquals(await failure(await greetHandler(hello)(request)), {
    status: 429,
    code: "resource_exhausted",
    message: "message is larger than the limit of 4194304 bytes",
  });
  assertEquals(read, 5);
});

Deno.test("readMaxBytes is what the body may have at most", async () => {
  const handler = greetHandler(hello, { readMaxBytes: 14 });
  assertEquals((await handler(post("Greet", JSON_TYPE, '{"name":"Ada"}'))).status, 200);
  assertEquals((await handler(post("Greet", JSON_TYPE, '{"name":"Adam"}'))).status, 429);
});

Deno.test("a body that is shorter than its content-length is no request", async () => {
  const request = post("Greet", PROTO_TYPE, chunks([new Uint8Array([0x0a, 0x01, 0x41])]), {
    "content-length": "10",
  });
  const error = await failure(await greetHandler(hello)(request));
  assertEquals([error.status, error.code], [400, "invalid_argument"]);
});

Deno.test("a response above writeMaxBytes is answered with resource_exhausted", async () => {
  const handler = greetHandler(hello, { writeMaxBytes: 10 });
  const error = await failure(await handler(post("Greet", JSON_TYPE, "{}")));
  assertEquals([error.status, error.code], [429, "resource_exhausted"]);
});

Deno.test("the protocol version may be left out, unless it is required, and must be 1", async () => {
  const send = (required: boolean, headers: Record<string, string>) =>
    greetHandler(hello, { requireConnectProtocolHeader: required })(
      post("Greet", JSON_TYPE, "{}", headers),
    );
  assertEquals((await send(false, {})).status, 200);
  assertEquals((await send(true, { "connect-protocol-version": "1" })).status, 200);
  assertEquals(await failure(await send(true, {})), {
    status: 400,
    code: "invalid_argument",
    message: 'missing header: set connect-protocol-version to "1"',
  });
  assertEquals(await failure(await send(false, { "connect-protocol-version": "2" })), {
    status: 400,
    code: "invalid_argument",
    message: 'connect-protocol-version must be "1", not "2"',
  });
});

Deno.test("a compressed request is answered with unimplemented and what is supported", async () => {
  const send = (encoding: string) =>
    greetHandler(hello)(post("Greet", JSON_TYPE, "{}", { "content-encoding": encoding }));
  assertEquals((await send("identity")).status, 200);
  const response = await send("lzw");
  assertEquals(response.headers.get("accept-encoding"), "gzip, br, deflate");
  assertEquals(await failure(response), {
    status: 501,
    code: "unimplemented",
    message: 'content-encoding "lzw" is not supported: use gzip, br, deflate',
  });
});

Deno.test("a timeout that is not one to ten digits is refused", async () => {
  for (const timeout of ["", "-1", "+1", "1.5", "1s", "12345678901", "0x1", "1 0", "1, 1"]) {
    const response = await greetHandler(hello)(
      post("Greet", JSON_TYPE, "{}", { "connect-timeout-ms": timeout }),
    );
    assertEquals(await failure(response), {
      status: 400,
      code: "invalid_argument",
      message: `connect-timeout-ms must be milliseconds in one to ten digits, not "${timeout}"`,
    });
  }
});

Deno.test("a timeout beyond what timers take is no crash, and does not fire at once", async () => {
  let left: number | undefined;
  const handler = greetHandler({
    greet: async (_, context) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      left = context.timeoutMs();
      return {};
    },
  });
  const request = post("Greet", JSON_TYPE, "{}", { "connect-timeout-ms": "9999999999" });
  assertEquals((await handler(request)).status, 200);
  assert(left! > 9_999_000_000);
});

Deno.test("the deadline ends a handler that does not look, and aborts its signal", async () => {
  let context: HandlerContext | undefined;
  const handler = greetHandler({
    greet: (_, given) => {
      context = given;
      assert(given.timeoutMs()! <= 20);
      return new Promise(() => {});
    },
  });
  const response = await handler(post("Greet", JSON_TYPE, "{}", { "connect-timeout-ms": "20" }));
  assertEquals(await failure(response), {
    status: 504,
    code: "deadline_exceeded",
    message: "the deadline has passed",
  });
  assertEquals(context!.signal.aborted, true);
  assertEquals(context!.signal.reason.code, "deadline_exceeded");
  assertEquals(context!.timeoutMs(), 0);
});

Deno.test("the deadline covers reading the request", async () => {
  let canceled = false;
  const body = chunks([new Uint8Array(1)], { open: true, onCancel: () => canceled = true });
  const response = await greetHandler(hello)(
    post("Greet", PROTO_TYPE, body, { "connect-timeout-ms": "10" }),
  );
  assertEquals((await failure(response)).status, 504);
  assertEquals(canceled, true);
});

Deno.test("a timeout of 0 is over before the handler begins", async () => {
  let called = false;
  const handler = greetHandler({
    greet: () => {
      called = true;
      return {};
    },
  });
  const response = await handler(post("Greet", PROTO_TYPE, null, { "connect-timeout-ms": "0" }));
  assertEquals((await failure(response)).code, "deadline_exceeded");
  assertEquals(called, false);
});

Deno.test("a call that is done leaves no timer", { sanitizeOps: true }, async () => {
  for (const body of ["{}", "{"]) {
    await greetHandler(hello)(post("Greet", JSON_TYPE, body, { "connect-timeout-ms": "60000" }));
  }
});

Deno.test("maxTimeoutMs bounds calls that ask for more, and those that do not ask", async () => {
  const handler = greetHandler({
    greet: (_, context) => ({ greeting: context.timeoutMs()! <= 1000 ? "bounded" : "not" }),
  }, { maxTimeoutMs: 1000 });
  for (const headers of [{}, { "connect-timeout-ms": "5000" }]) {
    const response = await handler(post("Greet", JSON_TYPE, "{}", headers));
    assertEquals(await response.json(), { greeting: "bounded" });
  }
});

Deno.test("the client's cancellation reaches the handler", async () => {
  const controller = new AbortController();
  const request = new Request(post("Greet", JSON_TYPE, "{}"), { signal: controller.signal });
  const started = Promise.withResolvers<AbortSignal>();
  const response = greetHandler({
    greet: (_, context) => {
      started.resolve(context.signal);
      return new Promise(() => {});
    },
  })(request);
  const signal = await started.promise;
  assertEquals(signal.aborted, false);
  controller.abort();
  assertEquals((await failure(await response)).status, 499);
  assertEquals(signal.reason.code, "canceled");
});

Deno.test("the client's cancellation is seen by those who look late", async () => {
  const controller = new AbortController();
  const request = new Request(post("Greet", JSON_TYPE, "{}"), { signal: controller.signal });
  const late = Promise.withResolvers<boolean>();
  const response = greetHandler({
    greet: async (_, context) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      late.resolve(context.signal.aborted);
      return {};
    },
  })(request);
  await new Promise((resolve) => setTimeout(resolve));
  controller.abort();
  assertEquals(await late.promise, true);
  await response;
});

Deno.test("the signal is there for functions that do not name their second argument", async () => {
  const implementations = [
    (...args: [unknown, HandlerContext]) => args[1],
    (_: unknown, ...rest: [HandlerContext]) => rest[0],
  ];
  for (const contextOf of implementations) {
    const controller = new AbortController();
    const request = new Request(post("Greet", JSON_TYPE, "{}"), { signal: controller.signal });
    const greet: GreetImplementation["greet"] = (...args) => {
      const { signal } = contextOf(...args);
      controller.abort();
      return { greeting: String(signal.aborted) };
    };
    Object.defineProperty(greet, "length", { value: contextOf.length });
    const response = await greetHandler({ greet })(request);
    assertEquals(await response.json(), { greeting: "true" });
  }
});

Deno.test("the signal is never aborted once the call is over", async () => {
  const controller = new AbortController();
  const request = new Request(post("Greet", JSON_TYPE, "{}", { "connect-timeout-ms": "5" }), {
    signal: controller.signal,
  });
  let signal: AbortSignal | undefined;
  const handler = greetHandler({
    greet: (_, context) => {
      signal = context.signal;
      return {};
    },
  });
  assertEquals((await handler(request)).status, 200);
  controller.abort();
  await new Promise((resolve) => setTimeout(resolve, 10));
  assertEquals(signal!.aborted, false);
});

Deno.test("the context tells about the call", async () => {
  let context: HandlerContext | undefined;
  const handler = greetHandler({
    greet: (_, given) => {
      context = given;
      return {};
    },
  });
  await handler(post("Greet", JSON_TYPE, "{}", { "x-id": "7" }));
  assertStrictEquals(context!.service, GreetService as unknown);
  assertStrictEquals(context!.method, GreetService.methods.greet as unknown);
  assertEquals(context!.protocol, "connect");
  assertEquals(context!.url, "http://localhost/greet.v1.GreetService/Greet");
  assertEquals(context!.requestHeaders.get("x-id"), "7");
  assertEquals(context!.timeoutMs(), undefined);
});

Deno.test("metadata goes out as headers, trailers with their prefix, repeated values joined", async () => {
  const handler = greetHandler({
    greet: (_, context) => {
      context.responseHeaders.append("x-a", "1");
      context.responseHeaders.append("x-a", "2");
      context.responseTrailers.set("x-cost", "237");
      return {};
    },
  });
  const response = await handler(post("Greet", JSON_TYPE, "{}"));
  assertEquals([...response.headers], [
    ["content-type", JSON_TYPE],
    ["trailer-x-cost", "237"],
    ["x-a", "1, 2"],
  ]);
});

Deno.test("metadata that may not be sent fails the call with internal", async () => {
  for (const part of ["responseHeaders", "responseTrailers"] as const) {
    for (const [name, value] of [["content-type", "text/html"], ["x-a", "é"]]) {
      const seen: unknown[] = [];
      const handler = greetHandler({
        greet: (_, context) => {
          context[part].set(name!, value!);
          context[part].set("x-b", "sent");
          return {};
        },
      }, { onError: (error) => seen.push(error) });
      const response = await handler(post("Greet", JSON_TYPE, "{}"));
      assertEquals(await failure(response.clone()), {
        status: 500,
        code: "internal",
        message: "internal error",
      });
      assert(seen[0] instanceof TypeError && seen.length === 1);
      const prefix = part === "responseTrailers" ? "trailer-" : "";
      assertEquals(response.headers.get(`${prefix}x-b`), "sent");
      assertEquals(response.headers.get(`${prefix}x-a`), null);
    }
  }
});

Deno.test("each code has its status", async () => {
  const statuses: Record<Code, number> = {
    canceled: 499,
    unknown: 500,
    invalid_argument: 400,
    deadline_exceeded: 504,
    not_found: 404,
    already_exists: 409,
    permission_denied: 403,
    resource_exhausted: 429,
    failed_precondition: 400,
    aborted: 409,
    out_of_range: 400,
    unimplemented: 501,
    internal: 500,
    unavailable: 503,
    data_loss: 500,
    unauthenticated: 401,
  };
  for (const code of Object.keys(Code) as Code[]) {
    const response = await throwing(new ConnectError("why", code))(post("Greet", PROTO_TYPE));
    assertEquals(await failure(response), { status: statuses[code], code, message: "why" });
  }
});

Deno.test("an error without message has none in its JSON", async () => {
  const response = await throwing(new ConnectError("", "aborted"))(post("Greet", PROTO_TYPE));
  assertEquals(await response.text(), '{"code":"aborted"}');
});

Deno.test("an error's metadata goes out as headers, but for reserved names", async () => {
  const error = new ConnectError("why", "aborted", {
    metadata: { "x-a": "1", "content-type": "text/html", "content-length": "3", "x-b": "é" },
  });
  const response = await throwing(error)(post("Greet", PROTO_TYPE));
  assertEquals(response.headers.get("x-a"), "1");
  assertEquals(response.headers.get("content-length"), null);
  assertEquals(response.headers.get("x-b"), null);
  assertEquals((await failure(response)).code, "aborted");
});

Deno.test("an error from another server is passed on without that server's headers", async () => {
  const error = new ConnectError("why", "aborted", { metadata: { "set-cookie": "secret" } });
  markReceived(error);
  const response = await throwing(error)(post("Greet", PROTO_TYPE));
  assertEquals(response.headers.get("set-cookie"), null);
  assertEquals((await failure(response)).message, "why");
});

Deno.test("error details go out with their exact bytes, and as JSON if their type is known", async () => {
  const odd = new Uint8Array([0x08, 0x9e, 0x80, 0x00]);
  const error = new ConnectError("why", "unavailable", {
    details: [
      errorDetail(Duration, { seconds: 30n }),
      { type: "google.protobuf.Duration", value: odd },
      { type: "a.Unknown", value: new Uint8Array([1]) },
      { type: "google.protobuf.Duration", value: new Uint8Array([0xff]) },
    ],
  });
  const handler = (registry = createRegistry()) =>
    greetHandler({
      greet: () => {
        throw error;
      },
    }, { registry });
  const { details } = await failure(await handler()(post("Greet", JSON_TYPE, "{}")));
  assertEquals(details, [
    { type: "google.protobuf.Duration", value: "CB4", debug: "30s" },
    { type: "google.protobuf.Duration", value: "CJ6AAA" },
    { type: "a.Unknown", value: "AQ" },
    { type: "google.protobuf.Duration", value: "/w" },
  ]);
  const known = await failure(
    await handler(createRegistry(Duration))(post("Greet", JSON_TYPE, "{}")),
  );
  assertEquals(known.details[1], {
    type: "google.protobuf.Duration",
    value: "CJ6AAA",
    debug: "30s",
  });
  assertEquals("debug" in known.details[3], false);
});

Deno.test("nothing of what else is thrown reaches the client, and all of it the hook", async () => {
  for (const thrown of [new Error("the password is 1234"), "1234", undefined, null]) {
    const seen: unknown[] = [];
    const response = await throwing(thrown, seen)(post("Greet", JSON_TYPE, "{}"));
    assertEquals(await failure(response), {
      status: 500,
      code: "internal",
      message: "internal error",
    });
    assertEquals(seen, [thrown]);
  }
});

Deno.test("the hook gets the context, and may throw", async () => {
  let context: HandlerContext | undefined;
  const handler = greetHandler({ greet: () => Promise.reject(new Error("x")) }, {
    onError: (_, given) => {
      context = given;
      throw new Error("the hook's own");
    },
  });
  assertEquals((await failure(await handler(post("Greet", JSON_TYPE, "{}")))).code, "internal");
  assertEquals(context!.method.name, "Greet");
});

Deno.test("the hook may be async, and reject", async () => {
  const handler = greetHandler({ greet: () => Promise.reject(new Error("x")) }, {
    onError: () => Promise.reject(new Error("the hook's own")),
  });
  assertEquals((await failure(await handler(post("Greet", JSON_TYPE, "{}")))).code, "internal");
  await new Promise((resolve) => setTimeout(resolve)); // nobody sees the rejection
});

Deno.test("the hook does not hear of ConnectErrors, nor of bad requests", async () => {
  const handler = throwing(new ConnectError("x", "internal"));
  assertEquals((await handler(post("Greet", JSON_TYPE, "{}"))).status, 500);
  assertEquals((await handler(post("Greet", JSON_TYPE, "{"))).status, 400);
});

Deno.test("a response that is no message, or cannot be encoded, is answered with internal", async () => {
  for (const response of [undefined, "text", { greetnig: "" }, { greeting: 5 }]) {
    const seen: unknown[] = [];
    const handler = greetHandler({ greet: () => response as never }, {
      onError: (error) => seen.push(error),
    });
    assertEquals((await failure(await handler(post("Greet", PROTO_TYPE)))).status, 500);
    assertEquals(seen.length, 1);
  }
});

Deno.test("the registry is for Any in JSON", async () => {
  const handler = greetHandler({ echo: (request) => request }, {
    registry: createRegistry(Duration),
  });
  const any = { "@type": "type.googleapis.com/google.protobuf.Duration", value: "3s" };
  const response = await handler(post("Echo", JSON_TYPE, JSON.stringify({ any })));
  assertEquals(await response.json(), { any });
  const without = await greetHandler({ echo: (request) => request })(
    post("Echo", JSON_TYPE, JSON.stringify({ any })),
  );
  assertEquals((await failure(without)).code, "invalid_argument");
});

Deno.test("unknown fields pass through in the binary format", async () => {
  const handler = greetHandler({ echo: (request) => request });
  const bytes = new Uint8Array([...encode(EchoMessage, create(EchoMessage)), 0x98, 0x06, 0x01]);
  const response = await handler(post("Echo", PROTO_TYPE, bytes));
  assertEquals(await response.bytes(), bytes);
});
