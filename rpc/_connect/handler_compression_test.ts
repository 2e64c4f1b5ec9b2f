import { assert, assertEquals } from "@std/assert";
import { type Compression, platformCompressions } from "../compression.ts";
import type { HandlerOptions } from "../handler_options.ts";
import { chunks, envelope, greetHandler, join, post } from "../testdata/http.ts";

const LONG = "x".repeat(5000);
const NAMES = platformCompressions.map(({ name }) => name);
const handler = (options: HandlerOptions = {}) =>
  greetHandler({
    echo: (request) => request,
    async *count({ to }) {
      for (let i = 0; i < to; i++) yield { padding: new Uint8Array(2000) };
      yield { padding: new Uint8Array(10) };
    },
    async sum(requests) {
      let to = 0;
      for await (const { number } of requests) to += number;
      return { to };
    },
  }, options);

const compression = (name: string) => platformCompressions.find((c) => c.name === name)!;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const compress = async (name: string, text: string) =>
  await compression(name).compress(bytesOf(text));
const decompress = async (name: string, bytes: Uint8Array) =>
  new TextDecoder().decode(await compression(name).decompress(bytes, 1e6));

async function unary(
  body: Uint8Array | string,
  headers: Record<string, string>,
  options?: HandlerOptions,
) {
  const response = await handler(options)(post("Echo", "application/json", body, headers));
  return { response, bytes: await response.bytes() };
}

async function errorOf(...args: Parameters<typeof unary>) {
  const { response, bytes } = await unary(...args);
  return { status: response.status, code: JSON.parse(new TextDecoder().decode(bytes)).code };
}

Deno.test("unary requests and responses are compressed as their headers say", async () => {
  const json = `{"text":"${LONG}"}`;
  for (const name of NAMES) {
    const { response, bytes } = await unary(await compress(name, json), {
      "content-encoding": name,
      "accept-encoding": name,
    });
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("content-encoding"), name);
    assertEquals(await decompress(name, bytes), json);
    assert(bytes.length < 200);
  }
});

Deno.test("a unary response is compressed if the client understands it, and it is long enough", async () => {
  const long = `{"text":"${LONG}"}`;
  const cases: [string, string, HandlerOptions, string | null][] = [
    [long, "gzip", {}, "gzip"],
    [long, "", {}, null],
    [long, "zstd", {}, null],
    [long, "gzip", { compressions: [] }, null],
    [long, "gzip", { compressMinBytes: 6000 }, null],
    ['{"text":"a"}', "gzip", {}, null],
    ['{"text":"a"}', "gzip", { compressMinBytes: 12 }, "gzip"],
  ];
  for (const [json, accept, options, expected] of cases) {
    const { response } = await unary(json, { "accept-encoding": accept }, options);
    assertEquals(response.headers.get("content-encoding"), expected);
  }
});

Deno.test("the case of a compression's name does not matter", async () => {
  const json = `{"text":"${LONG}"}`;
  const gzip = await unary(await compress("gzip", json), {
    "content-encoding": "GZip",
    "accept-encoding": "Identity;q=0, GZIP; q=0.5",
  });
  assertEquals(gzip.response.headers.get("content-encoding"), "gzip");
  assertEquals(await decompress("gzip", gzip.bytes), json);
  assertEquals((await unary(json, { "content-encoding": "IDENTITY" })).response.status, 200);
});

Deno.test("an empty body is neither compressed nor decompressed", async () => {
  const headers = { "content-encoding": "gzip", "accept-encoding": "gzip" };
  const request = post("Echo", "application/proto", new Uint8Array(0), headers);
  const response = await handler({ compressMinBytes: 0 })(request);
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("content-encoding"), null);
  assertEquals((await response.bytes()).length, 0);
});

Deno.test("a compressed request that is cut off or something else is an invalid argument", async () => {
  for (const name of NAMES) {
    const whole = await compress(name, `{"text":"${LONG}"}`);
    for (const bytes of [whole.slice(0, -1), whole.slice(0, 4), bytesOf("{}")]) {
      assertEquals(await errorOf(bytes, { "content-encoding": name }), {
        status: 400,
        code: "invalid_argument",
      });
    }
  }
});

Deno.test("the limit holds for what a request is when decompressed", async () => {
  const json = `{"text":"${LONG}"}`;
  for (const name of NAMES) {
    const body = await compress(name, json);
    const headers = { "content-encoding": name };
    assertEquals((await unary(body, headers, { readMaxBytes: json.length })).response.status, 200);
    assertEquals(await errorOf(body, headers, { readMaxBytes: json.length - 1 }), {
      status: 429,
      code: "resource_exhausted",
    });
  }
});

Deno.test("a request that does not shrink may be a little longer than the limit", async () => {
  const bytes = crypto.getRandomValues(new Uint8Array(3000));
  const json = JSON.stringify({ data: bytes.toBase64() });
  const stored: Compression = {
    name: "stored",
    compress: (bytes) => join(new Uint8Array(20), bytes),
    decompress: (bytes) => bytes.subarray(20),
  };
  const options = { readMaxBytes: json.length, compressions: [stored] };
  const headers = { "content-encoding": "stored" };
  const { response } = await unary(join(new Uint8Array(20), bytesOf(json)), headers, options);
  assertEquals(response.status, 200);
  const long = new Uint8Array(2 * json.length);
  assertEquals((await errorOf(long, headers, options)).code, "resource_exhausted");
});

Deno.test("a compression of one's own can be registered", async () => {
  const reverse: Compression = {
    name: "reverse",
    compress: (bytes) => bytes.toReversed(),
    decompress: (bytes) => bytes.toReversed(),
  };
  const { response, bytes } = await unary(bytesOf('{"text":"ab"}').toReversed(), {
    "content-encoding": "reverse",
  }, { compressions: [reverse], compressMinBytes: 1 });
  assertEquals(response.headers.get("content-encoding"), "reverse");
  assertEquals(new TextDecoder().decode(bytes.toReversed()), '{"text":"ab"}');
});

Deno.test("the messages of streams are compressed each by itself", async () => {
  const request = envelope(1, await compress("gzip", '{"to":2}'));
  const response = await handler()(post("Count", "application/connect+json", request, {
    "connect-content-encoding": "gzip",
    "connect-accept-encoding": "deflate",
  }));
  assertEquals(response.headers.get("connect-content-encoding"), "deflate");
  assertEquals(response.headers.get("connect-accept-encoding"), NAMES.join(", "));
  const bytes = await response.bytes();
  const flags: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(1);
    flags.push(bytes[at]!);
    if (bytes[at] === 1) {
      const json = await decompress("deflate", bytes.subarray(at + 5, at + 5 + length));
      assertEquals(json.length, '{"padding":""}'.length + 2668);
    }
    at += 5 + length;
  }
  // The last one is too short.
  assertEquals(flags, [1, 1, 0, 2]);
});

Deno.test("a compressed stream may have messages that are not, and empty ones", async () => {
  const body = join(
    envelope(1, await compress("br", '{"number":1}')),
    envelope(0, '{"number":2}'),
  );
  const response = await handler()(post("Sum", "application/connect+json", body, {
    "connect-content-encoding": "br",
  }));
  assert(new TextDecoder().decode(await response.bytes()).includes('{"to":3}'));
  const empty = await handler()(post("Sum", "application/connect+proto", envelope(1, ""), {
    "connect-content-encoding": "br",
  }));
  assertEquals((await empty.bytes()).subarray(0, 5), new Uint8Array(5));
});

Deno.test("the limit holds for each message of a stream when decompressed", async () => {
  const options = { readMaxBytes: 100 };
  const bomb = envelope(1, await compress("gzip", '{"number":1' + " ".repeat(90_000) + "}"));
  const ends = async (body: Uint8Array | ReadableStream<Uint8Array>) => {
    const response = await handler(options)(post("Sum", "application/connect+json", body, {
      "connect-content-encoding": "gzip",
    }));
    return new TextDecoder().decode((await response.bytes()).subarray(5));
  };
  assert((await ends(bomb)).includes("resource_exhausted"));
  // Refused by its prefix.
  assert((await ends(chunks([new Uint8Array([1, 0, 1, 0, 0])], { open: true })))
    .includes("resource_exhausted"));
});
