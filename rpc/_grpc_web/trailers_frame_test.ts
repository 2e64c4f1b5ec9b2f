import { assertEquals, assertThrows } from "@std/assert";
import { ConnectError } from "../error.ts";
import { decodeTrailersFrame, trailersFrame } from "./trailers_frame.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("trailersFrame() writes lines in lower case that end in CRLF", () => {
  const { flags, data } = trailersFrame([["grpc-status", "0"], ["x-b", "1: 2"]]);
  assertEquals(flags, 0x80);
  assertEquals(new TextDecoder().decode(data), "grpc-status: 0\r\nx-b: 1: 2\r\n");
});

Deno.test("decodeTrailersFrame() reads lines however they are spaced and cased", () => {
  const trailers = decodeTrailersFrame(
    bytes("Grpc-Status:0\r\nx-a : 1 \nx-a: 2:3\r\nx-b:\r\n"),
    1000,
  );
  assertEquals([...trailers], [["grpc-status", "0"], ["x-a", "1, 2:3"], ["x-b", ""]]);
  assertEquals([...decodeTrailersFrame(bytes(""), 0)], []);
});

Deno.test("decodeTrailersFrame() refuses lines that are none", () => {
  for (const text of ["grpc-status", "a b: 1", ": 1", "x: \0"]) {
    assertEquals(
      assertThrows(() => decodeTrailersFrame(bytes(text), 1000), ConnectError).code,
      "internal",
      text,
    );
  }
});
