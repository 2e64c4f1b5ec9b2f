import { ENTRY_COST, GROWING_COST, IGNORED, inElement, inEntry } from "../_textual/mod.ts";
import type { FieldDescriptor, ScalarType } from "../reflect/mod.ts";
import { Common } from "./_common.ts";
import { keyReader } from "./_map_keys.ts";
import { SCALAR_JSON, type ScalarJson } from "./_scalars_out.ts";
import type { ValuePlan } from "./_plan.ts";
import { isNumeric, numericList } from "./_numeric.ts";
import type { JsonReader } from "./_reader.ts";
import { JsonKind } from "./_source.ts";
import type { JsonWriter } from "./_writer.ts";

/** The plan of a list, from that of its elements. */
export function listPlan(element: ValuePlan): ValuePlan {
  return {
    common: Common.List,
    message: undefined,
    element,
    quoted: false,
    nullable: false,
    numbers: undefined,
    elementCost: 0,
    isZero: (list) => (list as ArrayLike<unknown> | null)?.length === 0,
    read: (reader, kind, existing) => readList(reader, kind, existing, element),
    write: (writer, value) => writeList(writer, value, element),
  };
}

/** The plan of a map, from those of its keys and values. */
export function mapPlan(key: FieldDescriptor, value: ValuePlan): ValuePlan {
  const readKey = keyReader(key);
  const writeKey = SCALAR_JSON[key.type as ScalarType];
  return {
    common: Common.None,
    message: undefined,
    element: undefined,
    quoted: false,
    nullable: false,
    numbers: undefined,
    elementCost: 0,
    isZero: (map) => (map as ReadonlyMap<unknown, unknown> | null)?.size === 0,
    read: (reader, kind, existing) => readMap(reader, kind, existing, key, readKey, value),
    write: (writer, map) => writeMap(writer, map, writeKey, value),
  };
}

function readList(
  reader: JsonReader,
  kind: JsonKind,
  existing: unknown,
  element: ValuePlan,
): unknown[] {
  if (kind !== JsonKind.Array) throw reader.wrongKind("a list", kind);
  const source = reader.source;
  const list = (existing ?? []) as unknown[];
  if (element.numbers !== undefined) {
    const numbers = source.numbers(element.numbers.fits);
    if (numbers !== undefined) {
      if (list.length === 0) return numbers;
      for (const number of numbers) list.push(number);
      return list;
    }
  }
  let index = 0;
  source.openArray();
  try {
    for (; source.element(); index++) {
      const kind = source.peek();
      if (kind === JsonKind.Null && !element.nullable) {
        throw reader.fault("value", "a list cannot hold null");
      }
      reader.charge(element.elementCost);
      const value = element.read(reader, kind, undefined);
      if (value === IGNORED) continue;
      if (list.length === 0) reader.charge(GROWING_COST);
      list.push(value);
    }
  } catch (error) {
    throw inElement(error, index);
  }
  return list;
}

function readMap(
  reader: JsonReader,
  kind: JsonKind,
  existing: unknown,
  descriptor: FieldDescriptor,
  readKey: (key: string) => unknown,
  plan: ValuePlan,
): Map<unknown, unknown> {
  if (kind !== JsonKind.Object) throw reader.wrongKind("an object", kind);
  const source = reader.source;
  const map = (existing ?? new Map()) as Map<unknown, unknown>;
  // Entries that were there before may be replaced; those that came from here may not.
  const seen = map.size === 0 ? map : new Set<unknown>();
  let name: string | undefined;
  source.openObject();
  try {
    while ((name = source.key()) !== undefined) {
      const key = readKey(name);
      if (key === undefined) {
        throw reader.fault("value", `the key cannot be a map key of type ${descriptor.type}`);
      }
      if (seen.has(key)) throw reader.fault("duplicate", "the key comes twice");
      const kind = source.peek();
      if (kind === JsonKind.Null && !plan.nullable) {
        throw reader.fault("value", "a map cannot hold null");
      }
      reader.charge(ENTRY_COST);
      const value = plan.read(reader, kind, undefined);
      if (value === IGNORED) continue;
      map.set(key, value);
      if (seen !== map) (seen as Set<unknown>).add(key);
    }
  } catch (error) {
    throw name === undefined ? error : inEntry(error, name);
  }
  return map;
}

function writeList(writer: JsonWriter, value: unknown, element: ValuePlan): string {
  const list = writer.list(value);
  if (list.length === 0) return "[]";
  if (isNumeric(element) && (element.message === undefined || writer.plain)) {
    const numbers = element.numbers?.write?.(list) ?? numericList(writer, element, list);
    if (numbers !== undefined) return numbers;
  }
  const separator = element.quoted ? '","' : ",";
  let json = element.quoted ? '["' : "[";
  let index = 0;
  try {
    for (; index < list.length; index++) {
      if (index > 0) json += separator;
      json += writer.value(element, list[index]);
    }
  } catch (error) {
    throw inElement(error, index);
  }
  return json + (element.quoted ? '"]' : "]");
}

function writeMap(
  writer: JsonWriter,
  value: unknown,
  writeKey: ScalarJson,
  plan: ValuePlan,
): string {
  if (
    typeof value !== "object" || value === null ||
    typeof (value as Partial<Map<unknown, unknown>>).entries !== "function"
  ) {
    throw writer.wrongValue("a map", value);
  }
  const colon = plan.quoted ? '":"' : '":';
  const separator = plan.quoted ? '","' : ',"';
  let json = "";
  let key: unknown;
  try {
    for ([key, value] of (value as ReadonlyMap<unknown, unknown>).entries()) {
      json += json === "" ? '{"' : separator;
      json += writeKey(writer, key);
      json += colon;
      json += writer.value(plan, value);
    }
  } catch (error) {
    throw inEntry(error, key);
  }
  if (json === "") return "{}";
  return json + (plan.quoted ? '"}' : "}");
}
