import { assertEquals, assertRejects } from "@std/assert";
import { createClient } from "../client.ts";
import { ConnectError } from "../error.ts";
import { grpcWeb } from "../grpc_web.ts";
import { bytesSource } from "../testdata/bytes_source.ts";
import { collect } from "../testdata/fetch.ts";
import { GreetService } from "../testdata/gen/greet_pb.ts";
import { envelope, greetHandler, join, post } from "../testdata/http.ts";
import { decodeSource } from "./base64_source.ts";

const handler = greetHandler({
  greet: ({ name }) => {
    if (name === "") throw new ConnectError("who?", "invalid_argument");
    return { greeting: `Hello, ${name}!` };
  },
  async *count({ to }) {
    for (let number = 1; number <= to; number++) yield { number };
  },
  async sum(requests) {
    let to = 0;
    for await (const { number } of requests) to += number;
    return { to };
  },
});

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("decodeSource() decodes base64 in chunks of any size, padded anywhere", async () => {
  const text = bytes("AA==AQI=AwQFBg==");
  for (let size = 1; size <= text.length; size++) {
    const parts: Uint8Array[] = [];
    for (let at = 0; at < text.length; at += size) parts.push(text.subarray(at, at + size));
    const source = decodeSource(bytesSource(parts));
    const decoded: Uint8Array[] = [];
    for (let chunk = await source.read(); chunk !== null; chunk = await source.read()) {
      decoded.push(chunk);
    }
    assertEquals(join(...decoded), new Uint8Array([0, 1, 2, 3, 4, 5, 6]));
  }
});

Deno.test("decodeSource() refuses what is not base64, or not whole", async () => {
  for (
    const text of [
      "A",
      "AAA",
      "AA==A",
      "====",
      "=AAA",
      "AA=A",
      "AA A",
      "-_AA",
      "AA\n==",
      "A===",
      "äää",
    ]
  ) {
    const source = decodeSource(bytesSource([bytes(text)]));
    const error = await assertRejects(
      async () => {
        while (await source.read() !== null);
      },
      ConnectError,
      undefined,
      text,
    );
    assertEquals(error.code, "invalid_argument");
  }
});

Deno.test("gRPC-Web is answered in base64 if it is asked so", async () => {
  for (const codec of ["", "+json"]) {
    const message = codec === "" ? "\n\x03Ada" : '{"name":"Ada"}';
    const type = `application/grpc-web-text${codec}`;
    const body = envelope(0, message).toBase64();
    const response = await handler(post("Greet", type, body));
    assertEquals(response.headers.get("content-type"), codec === "" ? `${type}+proto` : type);
    const text = new TextDecoder().decode(Uint8Array.fromBase64(await response.text()));
    assertEquals(text.includes("Hello, Ada!") && text.endsWith("grpc-status: 0\r\n"), true);
  }
  const refused = await handler(post("Greet", "application/grpc-web-text", "!"));
  const text = new TextDecoder().decode(Uint8Array.fromBase64(await refused.text()));
  assertEquals(text.includes("grpc-status: 3\r\n"), true);
});

Deno.test("a gRPC-Web client speaks base64 if it is told to", async () => {
  const types: (string | null)[] = [];
  const transport = grpcWeb.plaintext("http://localhost", {
    grpcWebText: true,
    fetch: (request) => {
      types.push(request.headers.get("content-type"));
      return handler(request);
    },
  });
  const client = createClient(GreetService, transport);
  assertEquals((await client.greet({ name: "Ada" })).greeting, "Hello, Ada!");
  assertEquals((await collect(client.count({ to: 3000 }))).length, 3000);
  assertEquals((await client.sum([{ number: 20 }, { number: 22 }])).to, 42);
  const error = await assertRejects(() => client.greet({}), ConnectError);
  assertEquals([error.code, error.rawMessage], ["invalid_argument", "who?"]);
  assertEquals(new Set(types), new Set(["application/grpc-web-text+proto"]));
});
