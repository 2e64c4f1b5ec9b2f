import { assert, assertEquals, assertRejects } from "@std/assert";
import { platformCompressions } from "../compression.ts";
import { ConnectError } from "../error.ts";
import type { HandlerOptions } from "../handler_options.ts";
import { decode, encode } from "../../reflect/mod.ts";
import { GreetRequest, GreetResponse } from "../testdata/gen/greet_pb.ts";
import { clientOf } from "../testdata/fetch.ts";
import { greetHandler, type GreetImplementation } from "../testdata/http.ts";
import type { TransportOptions } from "../transport_options.ts";
import { jsonCodec } from "../codec.ts";

const greet: NonNullable<GreetImplementation["greet"]> = ({ name }) => ({
  greeting: `Hello, ${name}!`,
});
const gzip = platformCompressions.find(({ name }) => name === "gzip")!;

/** Makes a GET request for greet(). */
async function get(
  query: string,
  headers: Record<string, string> = {},
  options: HandlerOptions = {},
) {
  const url = `http://localhost/greet.v1.GreetService/Greet${query}`;
  return await greetHandler({ greet }, options)(new Request(url, { headers }));
}

async function refused(query: string, options?: HandlerOptions) {
  const response = await get(query, {}, options);
  assertEquals(response.headers.get("content-type"), "application/json");
  return { status: response.status, code: (await response.json()).code };
}

Deno.test("a method without side effects answers GET in either codec", async () => {
  const json = encodeURIComponent('{"name":"Ada"}');
  for (const query of [json, `${json}&connect=v1`, `${json}&base64=0`, `${json}&x=1#fragment`]) {
    const response = await get(`?encoding=json&message=${query}`);
    assertEquals(await response.json(), { greeting: "Hello, Ada!" });
    assertEquals(response.headers.get("vary"), "accept-encoding");
  }
  const bytes = encode(GreetRequest, { name: "Ada" });
  const message = encodeURIComponent(bytes.toBase64());
  const response = await get(`?message=${message}&encoding=proto&base64=1`);
  assertEquals(decode(GreetResponse, await response.bytes()).greeting, "Hello, Ada!");
});

Deno.test("the message of a GET request is in either base64, padded or not", async () => {
  // Its base64 has both letters that the alphabets differ in.
  const json = new TextEncoder().encode('{"name":"~~\u00bf\u00be>?"}');
  const plain = json.toBase64();
  assert(/\+|\//.test(plain), plain);
  const url = json.toBase64({ alphabet: "base64url" });
  const all = [encodeURIComponent(plain), plain, url, url.replaceAll("=", "")];
  for (const message of all) {
    const response = await get(`?encoding=json&base64=1&message=${message}`);
    assertEquals(await response.json(), { greeting: "Hello, ~~\u00bf\u00be>?!" });
  }
});

Deno.test("a message that is no text may be percent-encoded in a GET request", async () => {
  const name = "+ %&=é".repeat(40); // longer than 127 bytes, so that its length is no UTF-8
  const bytes = encode(GreetRequest, { name });
  const message = [...bytes].map((byte) => "%" + byte.toString(16).padStart(2, "0")).join("");
  for (const query of [message, message.replaceAll("%20", "+")]) {
    const response = await get(`?encoding=proto&%6dessage=${query}&message=second`);
    assertEquals(decode(GreetResponse, await response.bytes()).greeting, `Hello, ${name}!`);
  }
  const wrong = await refused('?encoding=json&message={"name":"%ff"}');
  assertEquals(wrong, { status: 400, code: "invalid_argument" });
  const percent = await get('?encoding=json&message={"name":"100%"}');
  assertEquals(await percent.json(), { greeting: "Hello, 100%!" });
});

Deno.test("a GET request may have no message in its message", async () => {
  for (const query of ["?encoding=proto&message=", "?encoding=proto&message=&base64=1"]) {
    assertEquals((await get(query)).status, 200);
  }
});

Deno.test("a GET request may be compressed, within the limit", async () => {
  const json = new TextEncoder().encode(`{"name":"${"x".repeat(500)}"}`);
  const compressed = await gzip.compress(json);
  const message = compressed.toBase64({ alphabet: "base64url" });
  const query = `?encoding=json&base64=1&compression=gzip&message=${message}`;
  const response = await get(query, { "accept-encoding": "gzip" }, { compressMinBytes: 1 });
  assertEquals(response.headers.get("content-encoding"), "gzip");
  assertEquals(response.headers.get("vary"), "accept-encoding");
  assertEquals(await refused(query, { readMaxBytes: 100 }), {
    status: 429,
    code: "resource_exhausted",
  });
  assertEquals(await refused(query.replace("=gzip", "=lzw")), {
    status: 501,
    code: "unimplemented",
  });
});

Deno.test("a GET request with wrong parameters is refused", async () => {
  const cases: [string, number, string, HandlerOptions?][] = [
    ["", 415, "unknown"],
    ["?message={}", 415, "unknown"],
    ["?encoding=xml&message={}", 415, "unknown"],
    ["?encoding=json", 400, "invalid_argument"],
    ["?encoding=proto", 400, "invalid_argument"],
    ["?encoding=json&message={", 400, "invalid_argument"],
    ["?encoding=json&message=e30&base64=2", 400, "invalid_argument"],
    ["?encoding=json&message=*&base64=1", 400, "invalid_argument"],
    ["?encoding=json&message={}&connect=v2", 400, "invalid_argument"],
    ["?encoding=json&message={}&compression=lzma", 501, "unimplemented"],
    ["?encoding=json&message={}&compression=%E2%82%AC", 400, "invalid_argument"],
    ["?encoding=json&message={}&compression=a%0D%0Ab", 400, "invalid_argument"],
    ["?encoding=json&message={}", 400, "invalid_argument", { requireConnectProtocolHeader: true }],
    ['?encoding=json&message={"name":"Ada"}', 429, "resource_exhausted", { readMaxBytes: 12 }],
  ];
  for (const [query, status, code, options] of cases) {
    assertEquals(await refused(query, options), { status, code }, query);
  }
  const missing = await (await get("?encoding=proto")).json();
  assertEquals(missing.message, "the parameter message is missing");
  const response = await get(
    "?encoding=json&message={}&connect=v1",
    {},
    { requireConnectProtocolHeader: true },
  );
  assertEquals(response.status, 200);
});

Deno.test("a GET request may say that it has no body", async () => {
  const response = await get("?encoding=json&message={}", { "content-length": "0" });
  assertEquals(await response.json(), { greeting: "Hello, !" });
});

Deno.test("the deadline and the metadata of a GET request count", async () => {
  const handler = greetHandler({
    greet: async (_, context) => {
      assertEquals(context.requestHeaders.get("x-a"), "1");
      assert(context.url.endsWith("message={}"));
      await new Promise(() => {});
      return {};
    },
  });
  const response = await handler(
    new Request("http://localhost/greet.v1.GreetService/Greet?encoding=json&message={}", {
      headers: { "connect-timeout-ms": "10", "x-a": "1" },
    }),
  );
  assertEquals(response.status, 504);
});

/** Calls greet() by GET, if that can be, and returns the request. */
async function sent(options: TransportOptions, name = "Ada?"): Promise<Request> {
  const seen: Request[] = [];
  const handler = greetHandler({ greet });
  const client = clientOf((request) => {
    seen.push(request);
    return handler(request);
  }, { useGet: true, ...options });
  assertEquals((await client.greet({ name }, { timeoutMs: 5000 })).greeting, `Hello, ${name}!`);
  return seen[0]!;
}

Deno.test("a client uses GET if it is told to, JSON as text, all else in base64", async () => {
  const json = await sent({ codec: jsonCodec });
  assertEquals(json.method, "GET");
  assertEquals(
    new URL(json.url).search,
    "?connect=v1&encoding=json&message=%7B%22name%22%3A%22Ada%3F%22%7D",
  );
  assertEquals(json.headers.get("content-type"), null);
  assertEquals(json.headers.get("connect-protocol-version"), null);
  assert(json.headers.has("connect-timeout-ms"));
  const proto = await sent({});
  assertEquals(
    new URL(proto.url).search,
    "?connect=v1&encoding=proto&message=CgRBZGE_&base64=1",
  );
  const options = { codec: jsonCodec, sendCompression: "gzip", compressMinBytes: 1 } as const;
  const compressed = new URL((await sent(options)).url).searchParams;
  assertEquals([compressed.get("compression"), compressed.get("base64")], ["gzip", "1"]);
});

Deno.test("a client uses POST for a URL that would be too long, or if it is not told", async () => {
  const { length } = (await sent({})).url;
  assertEquals((await sent({ maxGetUrlBytes: length })).method, "GET");
  assertEquals((await sent({ maxGetUrlBytes: length - 1 })).method, "POST");
  assertEquals((await sent({}, "x".repeat(9000))).method, "POST");
  assertEquals((await sent({ useGet: false })).method, "POST");
});

Deno.test("a client uses POST for what may have side effects", async () => {
  const client = clientOf((request) => {
    assertEquals(request.method, "POST");
    return Response.json({ code: "aborted" }, { status: 409 });
  }, { useGet: true });
  assertEquals((await assertRejects(() => client.echo({}), ConnectError)).code, "aborted");
});
