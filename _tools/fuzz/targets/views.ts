import { JsonError, toJsonString } from "@seria/seria/json";
import { decode, encode, equals, getExtension, getField } from "@seria/seria/reflect";
import type { Message, MessageType } from "@seria/seria/reflect";
import { TextError, toText } from "@seria/seria/text";
import { owned, view } from "@seria/seria/views";
import { type DecodeOptions, WireError } from "@seria/seria/wire";
import { assert, assertEquals } from "@std/assert";
import { assertSame, outcome } from "../outcome.ts";
import type { Twins } from "../types.ts";
import type { BinaryReading } from "./binary.ts";

/** Views of the binary format: they take what decoding takes, and show what that gives. */
export const VIEWING: BinaryReading = {
  check,
  read(type, input, options) {
    const viewed = view(type, input, options);
    readAll(type, viewed);
    return viewed;
  },
  // What is charged is what decoded messages take. Views are larger: an object and an array each.
  memoryFactor: 3,
};

function check(twins: Twins, input: Uint8Array, options: DecodeOptions): boolean {
  const before = Uint8Array.from(input);
  for (const [type, registry] of typesOf(twins)) {
    const expected = outcome(() => decode(type, input, options), WireError);
    const viewed = outcome(() => view(type, input, options), WireError);
    assertEquals(viewed.error, expected.error, "a view is not refused as decoding is");
    if (expected.error !== undefined || viewed.error !== undefined) continue;
    const message = expected.value;
    readAll(type, viewed.value);
    assert(equals(type, viewed.value, message) && equals(type, message, viewed.value));
    assertSame(type, owned(type, view(type, input, options)), message);
    if (options.keepUnknownFields !== false) {
      assertEquals(encode(type, viewed.value), before, "a view's bytes are not its input");
    }
    const [seen, made] = [viewed.value, message].map((each) => [
      outcome(() => toText(type, each, { registry }), TextError),
      outcome(() => toJsonString(type, each, { registry }), JsonError),
    ]);
    assertEquals(seen, made, "a view is written in another way");
    for (const extension of registry.extensionsOf(type.typeName)) {
      const [a, b] = [viewed.value, message].map((each) =>
        outcome(() => getExtension(type, each, extension), WireError)
      );
      assertEquals(a, b);
    }
  }
  assertEquals(input, before, "the input was changed");
  return outcome(() => view(twins.generated, input, options), WireError).error === undefined;
}

function typesOf({ generated, dynamic, family }: Twins) {
  return [[generated, family.generated], [dynamic, family.dynamic]] as const;
}

/** Reads every property of a view, at any depth. None may throw. */
function readAll(type: MessageType, message: Message): void {
  for (const field of type.descriptor.fields) {
    const value = getField(message, field);
    const nested = (field.mapValue ?? field).message?.type;
    if (field.cardinality === "map") {
      const map = value as Map<unknown, unknown>;
      for (const [key, item] of map) {
        assert(Object.is(map.get(key), item));
        if (nested !== undefined) readAll(nested, item as Message);
      }
    } else if (nested !== undefined && value !== undefined) {
      const messages = field.cardinality === "repeated" ? value as Message[] : [value as Message];
      for (const each of messages) readAll(nested, each);
    }
  }
  assert(message.$unknown === undefined || message.$unknown.length > 0);
}
