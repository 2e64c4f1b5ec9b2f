import { assertEquals, assertThrows } from "@std/assert";
import type { FieldPair } from "./http_client.ts";
import { checkMetadata, mergeSendable } from "./_metadata.ts";

const RESERVED = [
  "accept-encoding",
  "accept-post",
  "allow",
  "connect-protocol-version",
  "connect-timeout-ms",
  "connection",
  "content-encoding",
  "content-length",
  "Content-Type",
  "grpc-status",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "trailer-x",
  "transfer-encoding",
  "upgrade",
];

Deno.test("checkMetadata() refuses reserved names", () => {
  for (const name of RESERVED) {
    assertThrows(() => checkMetadata(new Headers({ [name]: "x" })), TypeError, name.toLowerCase());
  }
});

Deno.test("checkMetadata() refuses values that are not printable ASCII", () => {
  for (const value of ["é", "a\u0001b", "a\tb", "a\u007fb", "ÿ"]) {
    assertThrows(() => checkMetadata(new Headers({ a: value })), TypeError, '"a"');
  }
  // These never get as far: Headers refuses them.
  for (const value of ["a\rb", "a\nb", "a\0b", "a\r\nb: c", "日"]) {
    assertThrows(() => new Headers({ a: value }), TypeError);
  }
});

Deno.test("checkMetadata() lets all else pass", () => {
  checkMetadata(
    new Headers({ "x-id": "1 ~!", "data-bin": "AQI", "authorization": "Bearer x", "empty": "" }),
  );
});

Deno.test("mergeSendable() leaves out what may not be sent", () => {
  const target: FieldPair[] = [["a", "1"]];
  mergeSendable(target, new Headers({ a: "2", b: "é", "content-type": "x", c: "3" }));
  assertEquals(target, [["a", "1"], ["a", "2"], ["c", "3"]]);
});
