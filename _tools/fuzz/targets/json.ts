import { fromJson, fromJsonString, JsonError, toJson, toJsonString } from "@seria/seria/json";
import { assertEquals } from "@std/assert";
import { JSON_BOMBS } from "../inputs/json_bombs.ts";
import { outcome } from "../outcome.ts";
import type { TextualFormat } from "./textual.ts";

/** ProtoJSON. */
export const JSON_FORMAT: TextualFormat = {
  error: JsonError,
  pieces: [
    '"@type":',
    '"type.googleapis.com/google.protobuf.Any"',
    '"type.googleapis.com/google.protobuf.Duration"',
    '"a/google.protobuf.Struct"',
    '"value":',
    '"2006-01-02T15:04:05.999999999+07:00"',
    '"0001-01-01T00:00:00Z"',
    '"9999-12-31T23:59:59-00:01"',
    '"315576000000.000000001s"',
    '"-0.5s"',
    '"a.bC,d"',
    '"Infinity"',
    '"-Infinity"',
    '"AA=="',
    '"_-8"',
    '"[a.b]":',
    '{"a":1}',
    "[]",
    "{}",
    "null",
    "[null]",
    '"1.0"',
    '" 1"',
  ],
  bombs: JSON_BOMBS,
  read: fromJsonString,
  write: (type, message, registry, indent) => toJsonString(type, message, { registry, indent }),
  check({ generated, dynamic, family }, message) {
    const [registry, other] = [family.generated, family.dynamic];
    const json = outcome(() => toJson(generated, message, { registry }), JsonError);
    assertEquals(outcome(() => toJson(dynamic, message, { registry: other }), JsonError), json);
    const text = outcome(() => toJsonString(generated, message, { registry }), JsonError);
    assertEquals(json.error, text.error);
    if (json.error !== undefined) return;
    const again = fromJson(generated, json.value, { registry, recursionLimit: 1000 });
    assertEquals(toJson(generated, again, { registry }), json.value);
  },
};
