import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { encode } from "../reflect/mod.ts";
import { Duration, Timestamp } from "../wkt/mod.ts";
import { ConnectError } from "./error.ts";
import { errorDetail } from "./error_detail.ts";

Deno.test("ConnectError has the code in its message, and the message as it is sent beside it", () => {
  const cause = new Error("behind it");
  const error = new ConnectError("gone", "not_found", { cause, metadata: { a: "1" } });
  assertEquals(error.message, "[not_found] gone");
  assertEquals(error.rawMessage, "gone");
  assertEquals(error.name, "ConnectError");
  assertEquals(error.metadata.get("a"), "1");
  assertStrictEquals(error.cause, cause);
  assertEquals(new ConnectError("").message, "[unknown]");
  assertEquals("cause" in new ConnectError("no cause"), false);
});

Deno.test("ConnectError refuses codes that are none, numbers among them", () => {
  for (const code of ["ok", "NOT_FOUND", "", 5, null]) {
    assertThrows(() => new ConnectError("", code as never), TypeError, `Cannot use code ${code}:`);
  }
});

Deno.test("ConnectError keeps the exact bytes of details, and encodes those it is given to send", () => {
  const received = { type: "google.protobuf.Duration", value: new Uint8Array([0x08, 0x80, 0x00]) };
  const error = new ConnectError("", "aborted", {
    details: [received, { type: Duration, value: { seconds: 2n } }, errorDetail(Timestamp, {})],
  });
  assertStrictEquals(error.details[0], received);
  assertEquals(error.details.map((detail) => detail.type), [
    "google.protobuf.Duration",
    "google.protobuf.Duration",
    "google.protobuf.Timestamp",
  ]);
  assertEquals(error.details[1]!.value, encode(Duration, { seconds: 2n, nanos: 0 }));
});

Deno.test("errorDetail() throws for what is no such message", () => {
  // @ts-expect-error: it has no such field.
  assertThrows(() => errorDetail(Duration, { minutes: 1n }), TypeError);
});

Deno.test("ConnectError.findDetails() decodes those of a type and passes over broken ones", () => {
  const error = new ConnectError("", "aborted", {
    details: [
      { type: "google.protobuf.Duration", value: new Uint8Array([0x08]) },
      { type: "google.protobuf.Timestamp", value: new Uint8Array([0x08, 0x01]) },
      { type: "google.protobuf.Duration", value: new Uint8Array([0x08, 0x02]) },
    ],
  });
  assertEquals(error.findDetails(Duration), [{ seconds: 2n, nanos: 0 }]);
  assertEquals(error.findDetails(Timestamp).length, 1);
});

Deno.test("ConnectError.from() keeps errors, maps aborts and timeouts, and gives the rest a code", () => {
  const error = new ConnectError("x", "aborted");
  assertStrictEquals(ConnectError.from(error, "internal"), error);
  const cases: [unknown, string, string][] = [
    [new DOMException("stop", "AbortError"), "canceled", "stop"],
    [new DOMException("late", "TimeoutError"), "deadline_exceeded", "late"],
    [new TypeError("odd"), "internal", "odd"],
    ["text", "internal", "text"],
    [undefined, "internal", "undefined"],
    [Object.create(null), "internal", "what was thrown has no text"],
  ];
  for (const [reason, code, message] of cases) {
    const made = ConnectError.from(reason, "internal");
    assertEquals([made.code, made.rawMessage], [code, message]);
    assertStrictEquals(made.cause, reason);
  }
  assertEquals(ConnectError.from("text").code, "unknown");
});
