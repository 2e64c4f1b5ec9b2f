import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { create, createRegistry, encode } from "../../reflect/mod.ts";
import { Duration } from "../../wkt/mod.ts";
import type { CallOptions } from "../call_options.ts";
import { ConnectError } from "../error.ts";
import { GreetRequest, GreetResponse } from "../testdata/gen/greet_pb.ts";
import { clientOf, type FetchStub, Heard } from "../testdata/fetch.ts";
import { chunks, greetHandler } from "../testdata/http.ts";
import type { TransportOptions } from "../transport_options.ts";
import { jsonCodec, protoCodec } from "../codec.ts";

const PROTO = { "content-type": "application/proto" };
const JSON_HEADERS = { "content-type": "application/json" };
const hello = greetHandler({
  greet: (request) => ({ greeting: `Hello, ${request.name}!` }),
  echo: (request) => request,
});

/** Answers with an encoded greeting, or with bytes. */
function ok(headers: Record<string, string> = {}, body: BodyInit | null = null): FetchStub {
  return () => new Response(body, { headers: { ...PROTO, ...headers } });
}

/** Calls greet(), and returns the error that it must fail with. */
function failure(
  fetch: FetchStub,
  options: CallOptions = {},
  transport: TransportOptions = {},
): Promise<ConnectError> {
  return assertRejects(
    () => clientOf(fetch, transport).greet({ name: "Ada" }, options),
    ConnectError,
  );
}

Deno.test("a unary call goes through a handler in either codec", async () => {
  for (const codec of [protoCodec, jsonCodec]) {
    const client = clientOf(hello, { codec });
    assertEquals((await client.greet({ name: "Ada" })).greeting, "Hello, Ada!");
    assertEquals((await client.greet(create(GreetRequest))).greeting, "Hello, !");
  }
});

Deno.test("a unary call is one request, as the protocol has it", async () => {
  const requests: Request[] = [];
  const client = clientOf((request) => {
    requests.push(request);
    return ok()(request);
  }, { headers: { "x-a": "1", "x-b": "2" } });
  await client.greet({ name: "Ada" }, { headers: { "x-b": "3" }, timeoutMs: 4999.5 });
  assertEquals(requests.length, 1);
  const request = requests[0]!;
  assertEquals(request.method, "POST");
  assertEquals(request.url, "http://localhost/greet.v1.GreetService/Greet");
  assertEquals(request.redirect, "manual");
  const headers = [...request.headers].filter(([name]) => name !== "connect-timeout-ms");
  assertEquals(headers, [
    ["accept-encoding", "gzip, br"],
    ["connect-protocol-version", "1"],
    ["content-type", "application/proto"],
    ["x-a", "1"],
    ["x-b", "3"],
  ]);
  const timeout = Number(request.headers.get("connect-timeout-ms"));
  assert(Number.isInteger(timeout) && timeout > 4000 && timeout <= 5000);
  assertEquals(await request.bytes(), encode(GreetRequest, { name: "Ada" }));
});

Deno.test("a call without timeout sends none, nor one of more than ten digits", async () => {
  for (const timeoutMs of [undefined, Infinity, 1e10 + 60_000]) {
    const seen: (string | null)[] = [];
    const fetch: FetchStub = (request) => {
      seen.push(request.headers.get("connect-timeout-ms"));
      return ok()(request);
    };
    await clientOf(fetch).greet({}, timeoutMs === undefined ? {} : { timeoutMs });
    assertEquals(seen, [null]);
  }
});

Deno.test("headers and trailers of the response are told apart", async () => {
  const heard = new Heard();
  const response = encode(GreetResponse, { greeting: "hi" });
  const fetch = ok({ "x-a": "1", "trailer-x-b": "2" }, response);
  assertEquals(await clientOf(fetch).greet({}, heard.options), { greeting: "hi" });
  assertEquals(heard.headers, [["content-type", "application/proto"], ["x-a", "1"]]);
  assertEquals(heard.trailers, [["x-b", "2"]]);
});

Deno.test("an empty body is an empty message", async () => {
  assertEquals(await clientOf(ok()).greet({}), { greeting: "" });
});

Deno.test("unknown JSON keys of a response are passed over", async () => {
  const fetch = () => new Response('{"greeting":"hi","mood":"good"}', { headers: JSON_HEADERS });
  assertEquals(await clientOf(fetch, { codec: jsonCodec }).greet({}), { greeting: "hi" });
});

Deno.test("the registry is for Any in JSON", async () => {
  const registry = createRegistry(Duration);
  const any = {
    typeUrl: "type.googleapis.com/google.protobuf.Duration",
    value: encode(Duration, { seconds: 3n, nanos: 0 }),
  };
  const handler = greetHandler({ echo: (request) => request }, { registry });
  const client = clientOf(handler, { codec: jsonCodec, registry });
  assertEquals((await client.echo({ any })).any, any);
});

Deno.test("a response of another content type fails: unknown, or internal for another codec", async () => {
  const cases: [string | undefined, string][] = [
    ["image/jpeg", "unknown"],
    ["text/html; charset=utf-8", "unknown"],
    [undefined, "unknown"],
    ["application/json", "internal"],
    ["application/connect+proto", "internal"],
  ];
  for (const [contentType, code] of cases) {
    const error = await failure(() =>
      new Response(
        new Uint8Array(0),
        contentType === undefined ? {} : { headers: { "content-type": contentType } },
      )
    );
    assertEquals(error.code, code, contentType);
    assert(error.rawMessage.includes('"application/proto"'));
  }
});

Deno.test("a response in JSON may have a charset", async () => {
  const headers = { "content-type": "application/json; charset=utf-8" };
  const client = clientOf(() => new Response("{}", { headers }), { codec: jsonCodec });
  assertEquals(await client.greet({}), { greeting: "" });
});

Deno.test("a response with a content-encoding that nobody asked for fails with internal", async () => {
  assertEquals((await failure(ok({ "content-encoding": "foo" }))).code, "internal");
  // fetch decodes these by itself, and keeps header and content-length.
  const decoded = ok({ "content-encoding": "gzip", "content-length": "1" }, "\n\x02hi");
  assertEquals(await clientOf(decoded).greet({}), { greeting: "hi" });
  assertEquals(await clientOf(ok({ "content-encoding": "identity" })).greet({}), { greeting: "" });
});

Deno.test("a response that cannot be decoded fails with internal", async () => {
  const error = await failure(ok({}, new Uint8Array([0x0a, 0x05])));
  assertEquals(error.code, "internal");
  assert(error.rawMessage.startsWith("not a valid greet.v1.GreetResponse (proto): "));
});

Deno.test("a response above the limit fails, read no further than that", async () => {
  let read = 0;
  let canceled = false;
  function* endless() {
    for (;;) {
      read++;
      yield new Uint8Array(1 << 20);
    }
  }
  const error = await failure(() =>
    new Response(chunks(endless(), { onCancel: () => canceled = true }), { headers: PROTO })
  );
  assertEquals(error.code, "resource_exhausted");
  assertEquals([read, canceled], [5, true]);

  const declared = await failure(ok({ "content-length": "5000000" }, "x"));
  assertEquals(
    declared.rawMessage,
    "message of 5000000 bytes is larger than the limit of 4194304 bytes",
  );
  assertEquals((await failure(ok({}, "\n\x02hi"), {}, { readMaxBytes: 3 })).code, declared.code);
  await clientOf(ok({}, "\n\x02hi"), { readMaxBytes: 4 }).greet({});
});

Deno.test("a response that is cut off fails with internal", async () => {
  const error = await failure(ok({ "content-length": "9" }, "\n\x02hi"));
  assertEquals(error.code, "internal");
});

Deno.test("a response that breaks off fails with unavailable", async () => {
  const body = new ReadableStream({
    pull: () => Promise.reject(new TypeError("connection reset")),
  });
  const error = await failure(() => new Response(body, { headers: PROTO }));
  assertEquals(error.code, "unavailable");
});

Deno.test("no response is unavailable", async () => {
  const cause = new TypeError("connection refused");
  for (
    const fetch of [() => Promise.reject(cause), () => {
      throw cause;
    }]
  ) {
    const error = await failure(fetch);
    assertEquals([error.code, error.rawMessage], [
      "unavailable",
      "no response: connection refused",
    ]);
    assertStrictEquals(error.cause, cause);
  }
});

Deno.test("an HTTP status without Connect error gives a code", async () => {
  const codes: Record<number, string> = {
    301: "unknown",
    400: "internal",
    401: "unauthenticated",
    403: "permission_denied",
    404: "unimplemented",
    405: "unknown",
    408: "unknown",
    409: "unknown",
    413: "unknown",
    415: "unknown",
    418: "unknown",
    429: "unavailable",
    500: "unknown",
    502: "unavailable",
    503: "unavailable",
    504: "unavailable",
  };
  const bodies: [string, string][] = [
    ["text/html", "<h1>no</h1>"],
    ["application/json", "{"],
    ["application/json", "null"],
    ["application/json", '"code"'],
    ["application/json", "[]"],
    ["application/json", '{"error":"no"}'],
    ["application/json", ""],
    ["application/proto", '{"code":"aborted"}'],
  ];
  for (const [status, code] of Object.entries(codes)) {
    for (const [contentType, body] of bodies) {
      const error = await failure(() =>
        new Response(body, { status: Number(status), headers: { "content-type": contentType } })
      );
      assertEquals([error.code, error.rawMessage], [code, `HTTP status ${status}`], body);
    }
  }
});

Deno.test("an error is read however odd it is", async () => {
  const detail = { type: "google.protobuf.Duration", value: "CB4" };
  const bytes = new Uint8Array([0x08, 0x1e]);
  const cases: [unknown, string, string, { type: string; value: Uint8Array }[]][] = [
    [{ code: "aborted", message: "no" }, "aborted", "no", []],
    [{ code: "aborted" }, "aborted", "", []],
    [{ message: "no" }, "unavailable", "no", []],
    [{ code: null, message: "no" }, "unavailable", "no", []],
    [{ code: "ABORTED", message: "no" }, "unavailable", "no", []],
    [{ code: 10, message: "no" }, "unavailable", "no", []],
    [{ code: "toString", message: 7, foo: "bar" }, "unavailable", "", []],
    [{ code: "aborted", details: [detail] }, "aborted", "", [{ ...detail, value: bytes }]],
    [{ code: "aborted", details: [{ ...detail, debug: "bad", x: 1 }] }, "aborted", "", [
      { ...detail, value: bytes },
    ]],
    [
      { code: "aborted", details: [{ ...detail, type: "x.com/a.B", value: "CB4=" }] },
      "aborted",
      "",
      [
        { type: "a.B", value: bytes },
      ],
    ],
    [{ code: "aborted", details: { 0: detail } }, "aborted", "", []],
    [
      {
        code: "aborted",
        details: [null, 1, {}, { type: "a.B" }, { value: "" }, { ...detail, value: "!" }, {
          ...detail,
          type: ["a.B"],
        }],
      },
      "aborted",
      "",
      [],
    ],
  ];
  for (const [json, code, message, details] of cases) {
    const body = JSON.stringify(json);
    const error = await failure(() => new Response(body, { status: 429, headers: JSON_HEADERS }));
    assertEquals([error.code, error.rawMessage], [code, message], body);
    assertEquals(error.details, details, body);
  }
});

Deno.test("an error has the response's headers and trailers as metadata", async () => {
  const heard = new Heard();
  const error = await failure(
    () =>
      new Response('{"code":"aborted"}', {
        status: 409,
        headers: { ...JSON_HEADERS, "x-a": "1", "trailer-x-b": "2" },
      }),
    heard.options,
  );
  assertEquals([...error.metadata], [
    ["content-type", "application/json"],
    ["x-a", "1"],
    ["x-b", "2"],
  ]);
  assertEquals(heard.headers, [["content-type", "application/json"], ["x-a", "1"]]);
  assertEquals(heard.trailers, [["x-b", "2"]]);
});

Deno.test("an error above the limit fails with resource_exhausted", async () => {
  const error = await failure(
    () => new Response(`{"message":"${"x".repeat(100)}"}`, { status: 409, headers: JSON_HEADERS }),
    {},
    { readMaxBytes: 100 },
  );
  assertEquals(error.code, "resource_exhausted");
});

Deno.test("an error goes through a handler with details and metadata", async () => {
  const error = await failure(greetHandler({
    greet: () => {
      const sent = new ConnectError("later", "unavailable", {
        metadata: { "x-a": "1" },
        details: [{ type: Duration, value: { seconds: 30n } }],
      });
      throw sent;
    },
  }));
  assertEquals([error.code, error.rawMessage], ["unavailable", "later"]);
  assertEquals(error.findDetails(Duration), [{ seconds: 30n, nanos: 0 }]);
  assertEquals(error.metadata.get("x-a"), "1");
});

Deno.test("a handler that lets the error of another server pass keeps that server's headers", async () => {
  const inner = clientOf(() =>
    new Response('{"code":"aborted","message":"no"}', {
      status: 409,
      headers: { ...JSON_HEADERS, "set-cookie": "secret=1" },
    })
  );
  const error = await failure(greetHandler({ greet: (request) => inner.greet(request) }));
  assertEquals([error.code, error.rawMessage], ["aborted", "no"]);
  assertEquals(error.metadata.get("set-cookie"), null);
});

Deno.test("the deadline is kept if the server does not, and its answer is let go", async () => {
  let late: AbortSignal | undefined;
  let canceled = false;
  const answer = Promise.withResolvers<Response>();
  const error = await failure((request) => {
    late = request.signal;
    return answer.promise;
  }, { timeoutMs: 10 });
  assertEquals([error.code, error.rawMessage], ["deadline_exceeded", "the deadline has passed"]);
  assertEquals(late!.aborted, true);
  answer.resolve(new Response(chunks([], { onCancel: () => canceled = true })));
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(canceled, true);
});

Deno.test("the deadline covers reading the response", async () => {
  let canceled = false;
  const body = chunks([new Uint8Array([0x0a])], { open: true, onCancel: () => canceled = true });
  const error = await failure(() => new Response(body, { headers: PROTO }), { timeoutMs: 10 });
  assertEquals([error.code, canceled], ["deadline_exceeded", true]);
});

Deno.test("the transport's timeout holds for calls that set none", async () => {
  const never = () => new Promise<Response>(() => {});
  assertEquals((await failure(never, {}, { timeoutMs: 5 })).code, "deadline_exceeded");
  const started = performance.now();
  await failure(never, { timeoutMs: 5 }, { timeoutMs: 60_000 });
  assert(performance.now() - started < 30_000);
});

Deno.test("a call that is done leaves no timer", { sanitizeOps: true }, async () => {
  await clientOf(hello).greet({}, { timeoutMs: 60_000 });
  await failure(() => new Response(), { timeoutMs: 60_000 });
});

Deno.test("a call that is over before it began sends no request", async () => {
  const fetch = () => {
    throw new Error("sent");
  };
  const aborted = AbortSignal.abort("before");
  const cases: [CallOptions, string][] = [
    [{ timeoutMs: 0 }, "deadline_exceeded"],
    [{ timeoutMs: -1 }, "deadline_exceeded"],
    [{ signal: aborted }, "canceled"],
    [{ timeoutMs: NaN }, "invalid_argument"],
    [{ headers: { "grpc-status": "0" } }, "invalid_argument"],
    [{ headers: { "x-a": "é" } }, "invalid_argument"],
    [{ headers: { "x-a": "a\r\nb: c" } }, "invalid_argument"],
  ];
  for (const [options, code] of cases) {
    assertEquals((await failure(fetch, options)).code, code, JSON.stringify(options));
  }
});

Deno.test("a request that is no message, or too large, is not sent", async () => {
  const client = clientOf(() => {
    throw new Error("sent");
  }, { writeMaxBytes: 3 });
  const cases: [unknown, string][] = [
    [{ nmae: "Ada" }, "invalid_argument"],
    [{ name: 5 }, "invalid_argument"],
    [undefined, "invalid_argument"],
    [{ name: "Ada" }, "resource_exhausted"],
  ];
  for (const [request, code] of cases) {
    const error = await assertRejects(() => client.greet(request as never), ConnectError);
    assertEquals(error.code, code);
  }
});

Deno.test("a signal cancels the call, while it is sent and while it is answered", async () => {
  const waiting: FetchStub[] = [
    () => new Promise<Response>(() => {}),
    () => new Response(chunks([], { open: true }), { headers: PROTO }),
  ];
  for (const fetch of waiting) {
    const controller = new AbortController();
    setTimeout(() => controller.abort("enough"), 5);
    const error = await failure(fetch, { signal: controller.signal });
    assertEquals([error.code, error.cause], ["canceled", "enough"]);
  }
});

Deno.test("a signal that stands for a deadline gives deadline_exceeded", async () => {
  const signals = [
    AbortSignal.timeout(5),
    AbortSignal.abort(new ConnectError("the server's own deadline", "deadline_exceeded")),
  ];
  for (const signal of signals) {
    const error = await failure(() => new Promise<Response>(() => {}), { signal });
    assertEquals(error.code, "deadline_exceeded");
  }
});

Deno.test("a call that is done lets go of its signal", async () => {
  const controller = new AbortController();
  let request: Request | undefined;
  const client = clientOf((given) => {
    request = given;
    return ok()(given);
  });
  await client.greet({}, { signal: controller.signal });
  controller.abort();
  assertEquals(request!.signal.aborted, false);
});

Deno.test("what a callback throws fails the call, and lets go of the response", async () => {
  let canceled = false;
  const cause = new Error("the callback's own");
  const error = await failure(
    () => new Response(chunks([], { open: true, onCancel: () => canceled = true })),
    {
      onHeader: () => {
        throw cause;
      },
    },
  );
  assertStrictEquals(error.cause, cause);
  assertEquals(canceled, true);
});
