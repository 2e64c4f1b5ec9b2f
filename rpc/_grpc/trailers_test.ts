import { assertEquals } from "@std/assert";
import { ConnectError } from "../error.ts";
import { errorDetail } from "../error_detail.ts";
import { markReceived } from "../_received.ts";
import { Duration } from "../../wkt/mod.ts";
import { decodeStatus } from "./status.ts";
import { endOfTrailers, statusTrailers } from "./trailers.ts";
import { decodeBinaryHeader } from "../binary_header.ts";
import { toHeaders } from "../_fields.ts";

Deno.test("statusTrailers() says that a call has succeeded", () => {
  const metadata = new Headers({ "x-a": "1", "content-type": "x", "grpc-status": "5" });
  assertEquals([...statusTrailers(metadata, undefined)], [["grpc-status", "0"], ["x-a", "1"]]);
});

Deno.test("statusTrailers() says why a call has failed, details consistent with the status", () => {
  const error = new ConnectError("zu spät", "deadline_exceeded", {
    metadata: { "x-b": "2", "grpc-message": "no" },
    details: [errorDetail(Duration, { seconds: 30n }), {
      type: "a.B",
      value: new Uint8Array([0xff]),
    }],
  });
  const trailers = toHeaders(statusTrailers(undefined, error));
  assertEquals(trailers.get("grpc-status"), "4");
  assertEquals(trailers.get("grpc-message"), "zu sp%C3%A4t");
  assertEquals(trailers.get("x-b"), "2");
  const bin = trailers.get("grpc-status-details-bin")!;
  assertEquals(bin.includes("="), false);
  assertEquals(decodeStatus(decodeBinaryHeader(bin)), {
    code: 4,
    message: "zu spät",
    details: [
      { type: "google.protobuf.Duration", value: new Uint8Array([0x08, 0x1e]) },
      { type: "a.B", value: new Uint8Array([0xff]) },
    ],
  });
  const { error: back } = endOfTrailers(trailers);
  assertEquals([back?.code, back?.rawMessage], ["deadline_exceeded", "zu spät"]);
  assertEquals(back?.findDetails(Duration)[0]?.seconds, 30n);
  // Exactly the bytes that were sent, valid or not.
  assertEquals(back?.details[1]?.value, new Uint8Array([0xff]));
});

Deno.test("statusTrailers() does not fail, and passes no other server's headers on", () => {
  const error = new ConnectError("\ud800", "aborted", {
    metadata: { "set-cookie": "secret" },
    details: [{ type: "\ud800", value: new Uint8Array(0) }],
  });
  markReceived(error);
  const trailers = toHeaders(statusTrailers(undefined, error));
  assertEquals(trailers.get("grpc-message"), "%EF%BF%BD");
  assertEquals(trailers.get("set-cookie"), null);
});

Deno.test("endOfTrailers() tells status from metadata", () => {
  const { error, trailers } = endOfTrailers(
    new Headers({ "grpc-status": "0", "grpc-message": "ignored", "x-a": "1" }),
  );
  assertEquals(error, undefined);
  assertEquals([...trailers], [["x-a", "1"]]);
});

Deno.test("endOfTrailers() takes an error however odd it is, but none for a success", () => {
  const cases: [Record<string, string>, string, string][] = [
    [{}, "unknown", "the response has no grpc-status"],
    [{ "grpc-status": "" }, "unknown", 'the response has grpc-status ""'],
    [{ "grpc-status": "17" }, "unknown", 'the response has grpc-status "17"'],
    [{ "grpc-status": "0, 0" }, "unknown", 'the response has grpc-status "0, 0"'],
    [{ "grpc-status": "05" }, "unknown", 'the response has grpc-status "05"'],
    [{ "grpc-status": "5" }, "not_found", ""],
    [{ "grpc-status": "5", "grpc-message": "a%20b" }, "not_found", "a b"],
    [{ "grpc-status": "5", "grpc-status-details-bin": "!" }, "not_found", ""],
    [{ "grpc-status": "5", "grpc-status-details-bin": "/w" }, "not_found", ""],
    // { code: 3, message: "x" }
    [{ "grpc-status": "5", "grpc-status-details-bin": "CAMSAXg" }, "not_found", ""],
    [{ "grpc-status": "3", "grpc-status-details-bin": "CAMSAXg=" }, "invalid_argument", "x"],
  ];
  for (const [headers, code, message] of cases) {
    const { error } = endOfTrailers(new Headers(headers));
    assertEquals([error?.code, error?.rawMessage], [code, message], JSON.stringify(headers));
  }
});
