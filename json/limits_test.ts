import { assert, assertEquals, assertThrows } from "@std/assert";
import { decode, encode } from "../reflect/mod.ts";
import { test } from "./testdata/subject.ts";
import { JsonError } from "./error.ts";
import type { JsonValue } from "./json_value.ts";

function nested(depth: number, open: string, close: string, inner: string): string {
  return open.repeat(depth) + inner + close.repeat(depth);
}

test("fromJsonString() bounds the depth of messages, as the binary format does", (subject) => {
  const node = (depth: number) => nested(depth, '{"child":', "}", "{}");
  const message = subject.read("Node", node(100));
  const type = subject.type("Node");
  assertEquals(subject.write("Node", message), node(100));
  assertEquals(decode(type, encode(type, message)), message);
  subject.rejects("Node", node(101), "limit", "raise recursionLimit");
  subject.rejects("Node", node(3), "limit", "", { recursionLimit: 2 });
  assertEquals(
    subject.write("Node", subject.read("Node", node(2), { recursionLimit: 2 })),
    node(2),
  );
  subject.rejects("Node", '{"child":'.repeat(200_000), "limit", "raise recursionLimit");
});

test("fromJsonString() counts messages, in lists and maps as well", (subject) => {
  const lists = (depth: number) => nested(depth, '{"children":[', "]}", "{}");
  assertEquals(subject.roundTrip("Node", lists(100)), lists(100));
  subject.rejects("Node", lists(101), "limit");
  const maps = (depth: number) => nested(depth, '{"named":{"a":', "}}", "{}");
  assertEquals(subject.roundTrip("Node", maps(100)), maps(100));
  subject.rejects("Node", maps(101), "limit");
});

test("fromJsonString() bounds the depth of Value and Struct", (subject) => {
  assertEquals(subject.roundTrip("google.protobuf.Value", nested(49, "[", "]", "1")).length, 99);
  subject.rejects("google.protobuf.Value", nested(200, "[", "]", "1"), "limit");
  subject.rejects("google.protobuf.Value", "[".repeat(1_000_000), "limit");
  const struct = (depth: number) => nested(depth, '{"n":', "}", "{}");
  assertEquals(subject.roundTrip("google.protobuf.Struct", struct(49)), struct(49));
  subject.rejects("google.protobuf.Struct", struct(200), "limit");
});

test("fromJsonString() bounds the depth of what it ignores", (subject) => {
  const ignore = { ignoreUnknownFields: true };
  for (const [open, close] of [["[", "]"], ['{"a":', "}"]] as const) {
    const text = (depth: number) => `{"no":${nested(depth, open, close, "1")}}`;
    subject.read("Node", text(100), ignore);
    subject.rejects("Node", text(101), "limit", "", ignore);
    subject.rejects("Node", `{"no":${open.repeat(1_000_000)}`, "limit", "", ignore);
  }
});

test("fromJsonString() bounds the depth of Anys in Anys", (subject) => {
  const url = "type.googleapis.com/google.protobuf.Any";
  const any = (depth: number) => nested(depth, `{"@type":"${url}","value":`, "}", "{}");
  assertEquals(subject.roundTrip("google.protobuf.Any", any(50)), any(50));
  subject.rejects("google.protobuf.Any", any(201), "limit");
  subject.rejects("google.protobuf.Any", nested(100_000, '{"value":', "}", "{}"), "limit");
});

test("fromJsonString() bounds how often it looks for @type in nested Anys", (subject) => {
  const url = "type.googleapis.com/google.protobuf.Any";
  const filler = '"' + "x".repeat(10_000) + '"';
  const inner = `{"@type":"type.googleapis.com/google.protobuf.Value","value":${filler}}`;
  const text = nested(40, '{"value":', `,"@type":"${url}"}`, inner);
  assertEquals(subject.read("google.protobuf.Any", text).typeUrl, url);
  const error = subject.rejects("google.protobuf.Any", text, "limit", "raise maxElementBytes", {
    maxElementBytes: 100_000,
  });
  assertEquals(error.path.startsWith("value.value"), true);
});

test("fromJson() bounds depth, and so survives values in a circle", (subject) => {
  const circle: Record<string, JsonValue> = {};
  circle.child = circle;
  const error = assertThrows(() => subject.readValue("Node", circle), JsonError);
  assertEquals(error.code, "limit");
  const list: JsonValue[] = [];
  list.push(list);
  assertThrows(() => subject.readValue("google.protobuf.Value", list), JsonError, "recursionLimit");
});

test("toJson() bounds depth, and so survives messages in a circle", (subject) => {
  const node = subject.type("Node").create();
  node.child = node;
  subject.cannotWrite("Node", node, "limit", "in a circle");
  const message = subject.read("Node", '{"child":{"child":{}}}');
  subject.cannotWrite("Node", message, "limit", "recursionLimit", { recursionLimit: 1 });
  subject.write("Node", message, { recursionLimit: 2 });
});

test("toJson() hands its limit down to what an Any holds", (subject) => {
  const text = '{"@type":"a/seria.json.test.Node","child":{"child":{"child":{}}}}';
  const message = subject.read("google.protobuf.Any", text);
  const limit = { recursionLimit: 3 };
  subject.cannotWrite("google.protobuf.Any", message, "limit", "nested too deep", limit);
  assertEquals(subject.write("google.protobuf.Any", message, { recursionLimit: 4 }), text);
  const deep = `{"@type":"a/seria.json.test.Node","child":${nested(150, '{"child":', "}", "{}")}}`;
  const raised = { recursionLimit: 200 };
  const high = subject.read("google.protobuf.Any", deep, raised);
  subject.cannotWrite("google.protobuf.Any", high, "limit", "nested too deep");
  assertEquals(subject.write("google.protobuf.Any", high, raised), deep);
});

test("maxElementBytes bounds the memory that short text can take", (subject) => {
  const table: [type: string, text: string][] = [
    ["Lists", `{"nodes":[${"{},".repeat(999)}{}]}`],
    ["Lists", `{"int64s":[${"1,".repeat(9999)}1]}`],
    ["Lists", `{"nodes":[${`{"children":[{}]},`.repeat(99)}{}]}`],
    ["Lists", `{"bytes":[${'"",'.repeat(999)}""]}`],
    ["google.protobuf.ListValue", `[${"0,".repeat(999)}0]`],
    ["google.protobuf.ListValue", `[${"[],".repeat(999)}[]]`],
    ["Maps", `{"strings":{${Array.from({ length: 999 }, (_, i) => `"${i}":""`).join()}}}`],
    ["WellKnown", `{"anys":[${"{},".repeat(999)}{}]}`],
  ];
  for (const [type, text] of table) {
    subject.read(type, text);
    subject.rejects(type, text, "limit", "raise maxElementBytes", { maxElementBytes: 20_000 });
    assertThrows(
      () => subject.readValue(type, JSON.parse(text), { maxElementBytes: 20_000 }),
      JsonError,
      "maxElementBytes",
    );
  }
});

test("what an Any holds is charged like any message", (subject) => {
  /** The least that reading an Any takes. */
  const least = (typeName: string): number => {
    const text = `{"@type":"a/${typeName}"}`;
    let [low, high] = [0, 10_000];
    while (low < high) {
      const maxElementBytes = (low + high) >> 1;
      try {
        subject.read("google.protobuf.Any", text, { maxElementBytes });
        high = maxElementBytes;
      } catch {
        low = maxElementBytes + 1;
      }
    }
    return low - text.length; // which was looked through for "@type"
  };
  const difference = subject.type("Node").cost - subject.type("google.protobuf.Empty").cost;
  assert(difference > 0);
  assertEquals(least("seria.json.test.Node") - least("google.protobuf.Empty"), difference);
});

test("what an Any holds may take 16 times its length to be written, at least 1 MiB", (subject) => {
  const type = subject.type("Node");
  const holding = (count: number) => {
    const node = subject.read("Node", `{"children":[${Array(count).fill("{}")}]}`);
    return { typeUrl: "a/seria.json.test.Node", value: encode(type, node) };
  };
  const count = Math.floor((1 << 20) / type.cost);
  subject.write("google.protobuf.Any", holding(count));
  subject.cannotWrite("google.protobuf.Any", holding(count + 1), "limit", "maxElementBytes");
});

test("maxElementBytes is 64 MiB by default for short text, and no bound for values", (subject) => {
  const count = 500_000;
  const text = `{"nodes":[${"{},".repeat(count)}{}]}`;
  subject.rejects("Lists", text, "limit", "raise maxElementBytes");
  const value = { nodes: Array.from({ length: count }, () => ({})) };
  assertEquals((subject.readValue("Lists", value).nodes as unknown[]).length, count);
});

test("maxTextLength bounds the text", (subject) => {
  subject.read("Node", "{ }", { maxTextLength: 3 });
  subject.rejects("Node", "{  }", "limit", "raise maxTextLength", { maxTextLength: 3 });
});

test("limits must be numbers from 0", (subject) => {
  for (const option of ["recursionLimit", "maxElementBytes", "maxTextLength"]) {
    for (const value of [-1, NaN]) {
      assertThrows(() => subject.read("Node", "{}", { [option]: value }), RangeError, option);
    }
  }
});
