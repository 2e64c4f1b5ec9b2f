import { assert, assertEquals, assertRejects } from "@std/assert";
import { platformCompressions } from "../compression.ts";
import { connect } from "../connect.ts";
import { ConnectError } from "../error.ts";
import { clientOf, collect, type FetchStub } from "../testdata/fetch.ts";
import { envelope, greetHandler, join } from "../testdata/http.ts";
import type { TransportOptions } from "../transport_options.ts";
import { assertThrows } from "@std/assert";
import { jsonCodec } from "../codec.ts";

const text = "x".repeat(3000);
const NAMES = platformCompressions.map(({ name }) => name);
const handler = greetHandler({
  echo: (request) => request,
  async *count() {
    for (let number = 0; number < 3; number++) yield { number, padding: new Uint8Array(2000) };
  },
  async sum(requests) {
    let to = 0;
    for await (const { padding } of requests) to += padding.length;
    return { to };
  },
});
const compressed = async (name: string, bytes: Uint8Array) =>
  await platformCompressions.find((compression) => compression.name === name)!.compress(bytes);
const GREETING = new TextEncoder().encode(`{"greeting":"${text}"}`);

/** Keeps the requests and responses of a handler. */
function watching(options: TransportOptions) {
  const seen: { request: Request; response: Response; sent: Uint8Array }[] = [];
  const client = clientOf(async (request) => {
    const sent = await request.clone().bytes();
    const response = await handler(request);
    seen.push({ request, response, sent });
    return response;
  }, options);
  return { client, seen };
}

function failure(stub: FetchStub, options: TransportOptions = {}): Promise<ConnectError> {
  return assertRejects(
    () => clientOf(stub, { codec: jsonCodec, ...options }).greet({}),
    ConnectError,
  );
}

Deno.test("unary requests are compressed with what the transport or the call says", async () => {
  for (const name of NAMES) {
    for (const perCall of [false, true]) {
      const { client, seen } = watching(perCall ? {} : { sendCompression: name });
      const options = perCall ? { sendCompression: name } : {};
      assertEquals((await client.echo({ text }, options)).text, text);
      assertEquals(seen[0]!.request.headers.get("content-encoding"), name);
      assertEquals(seen[0]!.request.headers.get("accept-encoding"), "gzip, br");
      assert(seen[0]!.sent.length < 100);
      assertEquals(seen[0]!.response.headers.get("content-encoding"), "gzip");
    }
  }
});

Deno.test("requests that are short, or for which the call says so, are not compressed", async () => {
  const { client, seen } = watching({ sendCompression: "gzip" });
  await client.echo({ text: "short" });
  await client.echo({ text }, { sendCompression: "identity" });
  await client.echo({});
  assertEquals(seen.map(({ request }) => request.headers.get("content-encoding")), [
    null,
    null,
    null,
  ]);
});

Deno.test("a least size of 0 compresses whatever there is", async () => {
  const { client, seen } = watching({ sendCompression: "gzip", compressMinBytes: 0 });
  assertEquals((await client.echo({})).text, "");
  assertEquals(seen[0]!.request.headers.get("content-encoding"), "gzip");
  assertEquals(seen[0]!.sent.subarray(0, 2), new Uint8Array([0x1f, 0x8b]));
});

Deno.test("a compression that the transport does not have is refused", async () => {
  assertThrows(
    () => connect.plaintext("http://a", { sendCompression: "zstd" }),
    TypeError,
    'Cannot send compression "zstd"',
  );
  const { client } = watching({});
  const long = { text };
  const options = { sendCompression: "zstd" };
  const error = await assertRejects(() => client.echo(long, options), ConnectError);
  assertEquals(error.code, "invalid_argument");
  const { client: plain, seen } = watching({ compressions: [] });
  await plain.echo(long);
  assertEquals(seen[0]!.request.headers.get("accept-encoding"), "identity");
  assertEquals(seen[0]!.response.headers.get("content-encoding"), null);
});

Deno.test("the messages of streams are compressed both ways", async () => {
  for (const sendCompression of NAMES) {
    const { client, seen } = watching({ sendCompression });
    assertEquals((await collect(client.count({}))).map(({ number }) => number), [0, 1, 2]);
    assertEquals((await client.sum([{ padding: new Uint8Array(5000) }, {}])).to, 5000);
    assertEquals(seen[1]!.request.headers.get("connect-content-encoding"), sendCompression);
    assertEquals(seen[1]!.request.headers.get("content-encoding"), null);
    assert(seen[1]!.sent.length < 200);
    assertEquals(seen[0]!.response.headers.get("connect-content-encoding"), "gzip");
  }
});

Deno.test("a unary response is bounded when decompressed", async () => {
  const stub = (encoding: string, body: Uint8Array): FetchStub => () =>
    new Response(body as BodyInit, {
      headers: { "content-type": "application/json", "content-encoding": encoding },
    });
  for (const name of ["gzip", "br"]) {
    const bytes = await compressed(name, GREETING);
    const client = clientOf(stub(name, bytes), { codec: jsonCodec, readMaxBytes: GREETING.length });
    assertEquals((await client.greet({})).greeting, text);
    const error = await failure(stub(name, bytes), { readMaxBytes: GREETING.length - 1 });
    assertEquals(error.code, "resource_exhausted");
    assertEquals((await failure(stub(name, bytes.slice(0, -2)))).code, "internal");
  }
  // Decoded by fetch already, and above the limit.
  const error = await failure(stub("gzip", GREETING), { readMaxBytes: GREETING.length - 1 });
  assertEquals(error.code, "resource_exhausted");
});

Deno.test("a unary error may be compressed", async () => {
  const body = await compressed("gzip", new TextEncoder().encode('{"code":"aborted"}'));
  const error = await failure(() =>
    new Response(body as BodyInit, {
      status: 409,
      headers: { "content-type": "application/json", "content-encoding": "gzip" },
    })
  );
  assertEquals(error.code, "aborted");
});

Deno.test("the responses of a stream, and its end, are bounded when decompressed", async () => {
  const headers = {
    "content-type": "application/connect+json",
    "connect-content-encoding": "gzip",
  };
  const stub = (...parts: Uint8Array[]) => () =>
    new Response(join(...parts) as BodyInit, { headers });
  const message = envelope(1, await compressed("gzip", new TextEncoder().encode('{"number":1}')));
  const end = envelope(3, await compressed("gzip", new TextEncoder().encode("{}")));
  const bomb = await compressed("gzip", new TextEncoder().encode(" ".repeat(10_000) + "{}"));
  const options = { codec: jsonCodec, readMaxBytes: 100 } as const;
  assertEquals((await collect(clientOf(stub(message, end), options).count({}))).length, 1);
  for (const flags of [1, 3]) {
    const error = await assertRejects(
      () => collect(clientOf(stub(envelope(flags, bomb), end), options).count({})),
      ConnectError,
    );
    assertEquals(error.code, "resource_exhausted");
  }
  const broken = await assertRejects(
    () => collect(clientOf(stub(envelope(1, "{}"), end), options).count({})),
    ConnectError,
  );
  assertEquals(broken.code, "internal");
});

Deno.test("fetch decompresses unary responses itself: not twice, and within the limit", async () => {
  const body = new TextEncoder().encode(`{"greeting":"${"y".repeat(1_000_000)}"}`);
  const bodies = {
    gzip: await compressed("gzip", body),
    br: await compressed("br", body),
  };
  let encoding: keyof typeof bodies = "gzip";
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () =>
      new Response(bodies[encoding] as BodyInit, {
        headers: { "content-type": "application/json", "content-encoding": encoding },
      }),
  );
  try {
    const { port } = server.addr;
    for (encoding of ["gzip", "br"] as const) {
      const via = (readMaxBytes: number) =>
        clientOf(
          (request) =>
            fetch(new Request(request.url.replace("localhost", `127.0.0.1:${port}`), request)),
          {
            codec: jsonCodec,
            readMaxBytes,
          },
        );
      assertEquals((await via(body.length).greet({})).greeting.length, 1_000_000);
      const error = await assertRejects(() => via(10_000).greet({}), ConnectError);
      assertEquals(error.code, "resource_exhausted");
    }
  } finally {
    await server.shutdown();
  }
});
