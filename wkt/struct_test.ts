import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { decode, encode } from "../reflect/mod.ts";
import {
  type JsonObject,
  type JsonValue,
  listValueFromJson,
  listValueToJson,
  Struct,
  structFromJson,
  structToJson,
  Value,
  valueFromJson,
  valueToJson,
} from "./mod.ts";

const VALUES: JsonValue[] = [
  null,
  true,
  false,
  0,
  -0,
  1.5,
  -1e308,
  "",
  "a",
  "\u{1f600}",
  [],
  {},
  [null, [1, "b"], {}],
  { a: 1, "b c": { d: [false] }, constructor: "x", toString: null, "": 0 },
];

function nested(depth: number, wrap: (inner: JsonValue) => JsonValue): JsonValue {
  let json: JsonValue = 1;
  for (let i = 0; i < depth; i++) json = wrap(json);
  return json;
}

Deno.test("JSON goes to Value and back, also through bytes", () => {
  for (const json of VALUES) {
    const value = valueFromJson(json);
    assertEquals(valueToJson(value), json);
    assertEquals(valueToJson(decode(Value, encode(Value, value))), json);
  }
  assertEquals(listValueToJson(listValueFromJson(VALUES)), VALUES);
  const object = Object.fromEntries(VALUES.map((json, i) => [`k${i}`, json]));
  assertEquals(structToJson(structFromJson(object)), object);
});

Deno.test("valueFromJson() makes messages as decode() does", () => {
  const value = valueFromJson({ a: [null, 1] });
  assertEquals(decode(Value, encode(Value, value)), value);
  assertEquals<unknown>(value, {
    kind: {
      case: "structValue",
      value: {
        fields: new Map([["a", {
          kind: {
            case: "listValue",
            value: {
              values: [
                { kind: { case: "nullValue", value: 0 } },
                { kind: { case: "numberValue", value: 1 } },
              ],
            },
          },
        }]]),
      },
    },
  });
});

Deno.test("a key __proto__ is a key like any other", () => {
  const text = '{"__proto__":{"polluted":true},"a":{"__proto__":[1]}}';
  const struct = structFromJson(JSON.parse(text));
  assertEquals([...struct.fields.keys()], ["__proto__", "a"]);
  const json = structToJson(struct);
  assert(Object.hasOwn(json, "__proto__"));
  assertEquals(Object.getPrototypeOf(json), Object.prototype);
  assertFalse("polluted" in json);
  assertFalse("polluted" in {});
  assertEquals(JSON.stringify(json), text);
});

Deno.test("structFromJson() refuses what JSON does not have", () => {
  class Point {
    x = 1;
  }
  const rows: [json: unknown, error: typeof TypeError | typeof RangeError, reason: string][] = [
    [undefined, TypeError, "a: JSON has no value of type undefined"],
    [1n, TypeError, "type bigint"],
    [() => 1, TypeError, "type function"],
    [Symbol("s"), TypeError, "type symbol"],
    [new Date(0), TypeError, "expected a plain object, not Date"],
    [new Map(), TypeError, "not Map"],
    [new Uint8Array(1), TypeError, "not Uint8Array"],
    [new Point(), TypeError, "not Point"],
    [NaN, RangeError, "a: JSON has no number NaN"],
    [Infinity, RangeError, "no number Infinity"],
    [-Infinity, RangeError, "no number -Infinity"],
    ["\ud800", RangeError, "lone surrogate"],
    [{ "\udc00": 1 }, RangeError, "lone surrogate"],
    [[1, , 2], TypeError, "a[1]: JSON has no value of type undefined"],
    [[1, { "b c": [NaN] }], RangeError, 'a[1]["b c"][0]: JSON has no number NaN'],
    [{ b: { $c: undefined } }, TypeError, "a.b.$c: JSON"],
  ];
  for (const [json, error, reason] of rows) {
    const refused = assertThrows(() => structFromJson({ a: json } as JsonObject), error, reason);
    assertEquals(refused instanceof TypeError, error === TypeError, reason);
  }
  for (const json of [null, 1, "a", [], new Date(0)]) {
    assertThrows(() => structFromJson(json as never), TypeError, "expected a plain object");
  }
  for (const json of [null, 1, "a", {}, new Set()]) {
    assertThrows(() => listValueFromJson(json as never), TypeError, "expected an array");
  }
});

Deno.test("structFromJson() takes objects without a prototype", () => {
  const json: JsonObject = Object.create(null);
  json.a = 1;
  assertEquals(structToJson(structFromJson(json)), { a: 1 });
});

Deno.test("long keys are cut in errors", () => {
  const { message } = assertThrows(() => structFromJson({ ["k".repeat(1e6)]: NaN }), RangeError);
  assert(message.length < 200);
});

Deno.test("valueToJson() refuses a Value without a kind, and numbers that JSON does not have", () => {
  assertThrows(() => valueToJson(Value.create()), TypeError, "the Value has no kind");
  const struct: Struct = { fields: new Map([["a", Value.create()]]) };
  assertThrows(() => structToJson(struct), TypeError, "a: the Value has no kind");
  assertThrows(
    () => listValueToJson({ values: [Value.create()] }),
    TypeError,
    "[0]: the Value has no kind",
  );
  const odd = { kind: { case: "no", value: 1 } } as unknown as Value;
  assertThrows(() => valueToJson(odd), TypeError, 'no kind "no"');
  for (const value of [NaN, Infinity, -Infinity]) {
    const number: Value = { kind: { case: "numberValue", value } };
    assertThrows(() => valueToJson(number), RangeError, `JSON has no number ${value}`);
  }
});

Deno.test("what the depth limit lets through, encode() and decode() let through", () => {
  for (const wrap of [(json: JsonValue) => [json], (json: JsonValue) => ({ a: json })]) {
    const value = valueFromJson(nested(50, wrap));
    assertEquals(decode(Value, encode(Value, value)), value);
    assertEquals(valueToJson(value), nested(50, wrap));

    const deep = nested(51, wrap);
    assertThrows(() => valueFromJson(deep), RangeError, "raise recursionLimit");
    const deepValue = valueFromJson(deep, { recursionLimit: 102 });
    assertThrows(() => valueToJson(deepValue), RangeError, "raise recursionLimit");
    assertEquals(valueToJson(deepValue, { recursionLimit: 102 }), deep);
    assertThrows(() => encode(Value, deepValue));
    assertThrows(() => valueFromJson(deep, { recursionLimit: 101 }), RangeError);
  }
});

Deno.test("structs and lists count their elements as levels", () => {
  assertEquals(structFromJson({}, { recursionLimit: 0 }).fields.size, 0);
  assertThrows(() => structFromJson({ a: 1 }, { recursionLimit: 0 }), RangeError);
  assertEquals(listValueFromJson([1, 2, 3], { recursionLimit: 1 }).values.length, 3);
  assertThrows(() => listValueFromJson([[]], { recursionLimit: 1 }), RangeError);
  assertEquals(valueFromJson([[], [], {}], { recursionLimit: 3 }).kind.case, "listValue");
  assertThrows(() => structFromJson({}, { recursionLimit: -1 }), RangeError, "recursionLimit -1");
});

Deno.test("values in a circle are refused, both ways", () => {
  const list: JsonValue[] = [];
  list.push(list);
  assertThrows(() => valueFromJson(list), RangeError, "in a circle");
  const object: JsonObject = {};
  object.a = { b: object };
  assertThrows(() => structFromJson(object), RangeError, "in a circle");
  const struct = Struct.create();
  struct.fields.set("a", { kind: { case: "structValue", value: struct } });
  assertThrows(() => structToJson(struct), RangeError, "in a circle");
});
