import { assertEquals, assertNotStrictEquals, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import { file_json_test } from "../json/testdata/gen/json_test_pb.ts";
import { file_json_test_proto2 } from "../json/testdata/gen/json_test_proto2_pb.ts";
import { clone, create, createRegistry, type Message, type MessageType } from "../reflect/mod.ts";
import { applyFieldMask, type MaskedMergeOptions, mergeByFieldMask } from "./mod.ts";

const generated = createRegistry(file_json_test, file_json_test_proto2);
const registries = [generated, createRegistry({ file: generated.files.map(({ proto }) => proto) })];

type Init = Record<string, unknown>;

/** Runs a test for a generated type and for the dynamic one of the same name. */
function forBoth(name: string, run: (type: MessageType) => void): void {
  for (const registry of registries) run(registry.message(`seria.json.${name}`)!);
}

/** Merges, and checks that the source is as before. */
function merged(
  type: MessageType,
  target: Init,
  source: Init,
  paths: string[],
  options?: MaskedMergeOptions,
): Message {
  const [to, from] = [create(type, target as Message), create(type, source as Message)];
  mergeByFieldMask(type, to, from, { paths }, options);
  assertEquals(from, create(type, source as Message));
  return to;
}

const NODE: Init = {
  name: "a",
  child: { name: "b", child: { name: "c" }, children: [{ name: "d" }] },
  children: [{ name: "e" }, { name: "f" }],
  named: new Map([["x", { name: "g" }]]),
};

Deno.test("applyFieldMask() keeps what the mask covers", () => {
  const rows: [paths: string[], masked: Init][] = [
    [[], {}],
    [["name"], { name: "a" }],
    [["child.name"], { child: { name: "b" } }],
    [["child.child.name", "child.name"], { child: { name: "b", child: { name: "c" } } }],
    [["child.child.name", "child.child"], { child: { child: { name: "c" } } }],
    [["child.child", "child.child.name"], { child: { child: { name: "c" } } }],
    [["child.child.name", "child"], { child: NODE.child }],
    [["child.children", "child.child.child.name"], {
      child: { child: {}, children: [{ name: "d" }] },
    }],
    [["children"], { children: NODE.children }],
    [["named"], { named: NODE.named }],
    [["named", "children", "child", "name"], NODE],
  ];
  forBoth("test.Node", (type) => {
    const message = create(type, NODE as Message);
    for (const [paths, expected] of rows) {
      assertEquals(
        applyFieldMask(type, message, { paths }),
        create(type, expected as Message),
        paths.join(),
      );
    }
    assertEquals(message, create(type, NODE as Message));
    assertThrows(() => applyFieldMask(type, message, { paths: ["no"] }), RangeError, '"no"');
  });
});

Deno.test("applyFieldMask() shares nothing, and drops unknown fields but inside whole messages", () => {
  forBoth("test.Lists", (type) => {
    const bytes = new Uint8Array([1]);
    const $unknown = new Uint8Array([0xf8, 1, 1]);
    const message = create(type, { bytes: [bytes], nodes: [{ $unknown }], $unknown } as Message);
    const masked = applyFieldMask(type, message, { paths: ["bytes", "nodes"] }) as Message & {
      bytes: Uint8Array[];
      nodes: Message[];
    };
    bytes[0] = 2;
    assertEquals(masked.bytes, [new Uint8Array([1])]);
    assertEquals(masked.$unknown, undefined);
    assertEquals(masked.nodes[0]!.$unknown, $unknown);
    assertNotStrictEquals(masked.nodes[0]!.$unknown, $unknown);
  });
});

Deno.test("mergeByFieldMask() sets scalars to what the source has, zero included", () => {
  forBoth("test.Scalars", (type) => {
    const target = { int32Value: 1, stringValue: "a", bytesValue: new Uint8Array([1]), color: 1 };
    const source = { int32Value: 2, int64Value: 3n };
    const paths = ["int64_value", "string_value", "bytes_value", "color"];
    assertEquals(
      merged(type, target, source, paths),
      create(type, { int32Value: 1, int64Value: 3n } as Message),
    );
  });
});

Deno.test("mergeByFieldMask() unsets scalars that are unset in the source", () => {
  forBoth("test.Optionals", (type) => {
    const target = { int32Value: 1, stringValue: "a", boolValue: true };
    const source = { stringValue: "", doubleValue: 0 };
    assertEquals(
      merged(type, target, source, ["int32_value", "string_value", "double_value", "color"]),
      create(type, { stringValue: "", doubleValue: 0, boolValue: true } as Message),
    );
  });
  forBoth("test2.Legacy", (type) => {
    const target = { id: "a", count: 1, withDefault: 5, shade: 2 };
    assertEquals(
      merged(type, target, {}, ["id", "with_default", "shade"]),
      create(type, { count: 1 } as Message),
    );
  });
});

Deno.test("mergeByFieldMask() adds to lists and maps, or replaces them", () => {
  forBoth("test.Node", (type) => {
    const target = {
      children: [{ name: "a" }],
      named: new Map([["x", { name: "1" }], ["y", { name: "2", child: {} }]]),
    };
    const source = {
      children: [{ name: "b" }],
      named: new Map([["y", { name: "3" }], ["z", { name: "4" }]]),
    };
    const paths = ["children", "named"];
    assertEquals(
      merged(type, target, source, paths),
      create(
        type,
        {
          children: [{ name: "a" }, { name: "b" }],
          named: new Map([["x", { name: "1" }], ["y", { name: "3" }], ["z", { name: "4" }]]),
        } as Message,
      ),
    );
    assertEquals(
      merged(type, target, source, paths, { replaceRepeated: true }),
      create(type, source as Message),
    );
    assertEquals(merged(type, target, {}, paths), create(type, target as Message));
    assertEquals(merged(type, target, {}, paths, { replaceRepeated: true }), create(type));
  });
});

Deno.test("mergeByFieldMask() merges whole messages, or replaces them", () => {
  const rows: [target: Init, source: Init, merged: Init, replaced: Init][] = [
    [{ name: "a", child: {} }, { name: "b" }, { name: "a", child: {} }, { name: "a" }],
    [{ name: "a" }, { child: { name: "c" } }, { name: "a", child: { name: "c" } }, {
      name: "a",
      child: { name: "c" },
    }],
    [
      { child: { name: "c", children: [{}] } },
      { child: { child: {}, children: [{ name: "d" }] } },
      { child: { name: "c", child: {}, children: [{}, { name: "d" }] } },
      { child: { child: {}, children: [{ name: "d" }] } },
    ],
  ];
  forBoth("test.Node", (type) => {
    for (const [target, source, together, replaced] of rows) {
      assertEquals(merged(type, target, source, ["child"]), create(type, together as Message));
      assertEquals(
        merged(type, target, source, ["child"], { replaceMessages: true }),
        create(type, replaced as Message),
      );
    }
  });
});

Deno.test("mergeByFieldMask() goes into messages that either side has set", () => {
  const rows: [target: Init, source: Init, merged: Init][] = [
    [{}, {}, {}],
    [{}, { child: { name: "b", child: { name: "c" } } }, { child: { name: "b", child: {} } }],
    [{ child: { name: "b", child: {} } }, {}, { child: { child: {} } }],
    [{ child: { child: {} } }, { child: { name: "b" } }, { child: { name: "b", child: {} } }],
    [{}, { child: {} }, { child: {} }],
  ];
  forBoth("test.Node", (type) => {
    for (const [target, source, expected] of rows) {
      for (const options of [{}, { replaceMessages: true, replaceRepeated: true }]) {
        const paths = ["child.name", "child.child.children"];
        const got = merged(type, target, source, paths, options);
        assertEquals(got, create(type, expected as Message));
      }
    }
  });
});

Deno.test("mergeByFieldMask() sets and unsets members of oneofs", () => {
  const text = { choice: { case: "text", value: "a" } };
  const node = (name: string) => ({ choice: { case: "node", value: { name } } });
  const rows: [target: Init, source: Init, paths: string[], merged: Init][] = [
    [text, { text: "b" }, ["text"], { text: "b" }],
    [text, { number: 1 }, ["number"], { number: 1 }],
    [text, { number: 1 }, ["text"], {}],
    [text, { number: 1 }, ["text", "number"], { number: 1 }],
    [text, { number: 1 }, ["number", "text"], { number: 1 }],
    [text, {}, ["number"], text],
    [text, { text: "" }, ["text"], { text: "" }],
    [text, node("b"), ["node"], node("b")],
    [text, node("b"), ["node.name"], node("b")],
    [text, node("b"), ["node.child"], node("")],
    [node("a"), text, ["node.name"], node("")],
    [node("a"), text, ["node"], node("a")],
    [text, text, ["node.name"], text],
    [{ ...text, otherFlag: true }, { otherText: "c" }, ["other_text"], { ...text, otherText: "c" }],
  ];
  forBoth("test.Choice", (type) => {
    for (const [target, source, paths, expected] of rows) {
      assertEquals(
        merged(type, target, source, paths),
        create(type, expected as Message),
        paths.join(),
      );
    }
    assertEquals(
      merged(type, node("a"), text, ["node"], { replaceMessages: true }),
      create(type),
    );
  });
});

Deno.test("mergeByFieldMask() shares nothing with the source", () => {
  forBoth("test.Node", (type) => {
    const target = create(type);
    const source = create(type, NODE as Message);
    mergeByFieldMask(type, target, source, {
      paths: ["child.child", "child.children", "children", "named"],
    });
    const before = clone(type, target);
    const { child, children, named } = source as Message & {
      child: { child: Init; children: Init[] };
      children: Init[];
      named: Map<string, Init>;
    };
    for (const node of [child.child, ...child.children, ...children, ...named.values()]) {
      node.name = "changed";
    }
    children.pop();
    named.clear();
    assertEquals(target, before);
  });
});

Deno.test("mergeByFieldMask() copies the bytes of a Node Buffer, too", () => {
  forBoth("test.Scalars", (type) => {
    const target = create(type) as Message & { bytesValue: Uint8Array };
    const bytesValue = Buffer.from([1]);
    const source = { ...target, bytesValue };
    mergeByFieldMask<Message>(type, target, source, { paths: ["bytes_value"] });
    bytesValue[0] = 2;
    assertEquals(target.bytesValue, new Uint8Array([1]));
  });
});

Deno.test("mergeByFieldMask() changes nothing if a path leads nowhere", () => {
  forBoth("test.Node", (type) => {
    const target = create(type, NODE as Message);
    const merging = () =>
      mergeByFieldMask(type, target, create(type), { paths: ["name", "children.name"] });
    assertThrows(merging, RangeError, '"children.name"');
    assertEquals(target, create(type, NODE as Message));
  });
});

Deno.test("mergeByFieldMask() ends when a message is merged into itself", () => {
  forBoth("test.Node", (type) => {
    const message = create(type, NODE as Message) as Message & { children: Message[] };
    mergeByFieldMask(type, message, message, { paths: ["name", "children", "named"] });
    assertEquals(message.children.length, 4);
  });
});

Deno.test("applyFieldMask() follows paths no deeper than messages nest", () => {
  const type = generated.message("seria.json.test.Node")!;
  const paths = ["child.".repeat(200_000) + "name", "name"];
  const message = create(type, NODE as Message);
  assertEquals(
    applyFieldMask(type, message, { paths }),
    create(type, { name: "a", child: { child: {} } } as Message),
  );
});
