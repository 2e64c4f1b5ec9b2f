import { type FieldDescriptor, UNSET_ONEOF } from "../reflect/mod.ts";
import { WHOLE_INPUT } from "../wire/mod.ts";
import { readVarint32, skipVarint } from "./_bytes.ts";
import { INDEX_SHIFT } from "./_ops.ts";
import { INSPECT, inspectView } from "./_inspect.ts";
import { LazyMap } from "./_lazy_map.ts";
import { readList } from "./_list.ts";
import type { Plan, PlannedField } from "./_plan.ts";
import { findFields, unknownFields } from "./_scan.ts";
import { PLACE, type Place, PLAN, type ViewClass, type ViewObject } from "./_slots.ts";
import { isLong } from "./_values.ts";

/** Reads a property of a view. */
type Getter = (this: ViewObject) => unknown;

/**
 * Makes the class of a type's views: a getter on the prototype for each field and oneof.
 *
 * The getters are made from the few functions below, at run time. That is as fast as generated
 * ones, measured: what a getter needs is in one array, so that only the load of that array sees as
 * many shapes of objects as there are types of messages.
 */
export function viewClass(plan: Plan): ViewClass {
  function View(this: ViewObject, place: Place): void {
    this[PLACE] = place;
  }
  const prototype = Object.create(Object.prototype, {
    [PLAN]: { value: plan },
    $unknown: { get: plan.isPlain ? plainGetter("$unknown") : unknownGetter, enumerable: true },
    [INSPECT]: { value: inspectView },
  });
  const empty = (plan.entry ? {} : plan.type.create()) as Record<string, unknown>;
  for (const field of plan.fields) {
    if (field === undefined) continue;
    const { localName, oneof } = field.descriptor;
    const name = oneof?.localName ?? localName;
    const get = plan.isPlain ? plainGetter(name) : getterOf(plan, field, empty[name]);
    Object.defineProperty(prototype, name, { get, enumerable: true, configurable: true });
  }
  View.prototype = prototype;
  return View as unknown as ViewClass;
}

/** Reads a property of a plain message, which is decoded then. */
function plainGetter(name: string): Getter {
  return function () {
    const place = this[PLACE];
    return (place.message ?? decodePlain(this))[name];
  };
}

function decodePlain(view: ViewObject): Record<string, unknown> {
  const place = view[PLACE];
  const { reader } = place.source;
  reader.pos = place.start;
  reader.end = place.end;
  const message = view[PLAN].type.read(reader, undefined, WHOLE_INPUT);
  return place.message = message as Record<string, unknown>;
}

function unknownGetter(this: ViewObject): unknown {
  const place = this[PLACE];
  if (place.slots === undefined) findFields(this);
  const { source: { bytes, keepUnknown }, end, unknown } = place;
  if (typeof unknown !== "number") return unknown;
  return place.unknown = keepUnknown ? unknownFields(this[PLAN], bytes, unknown, end) : undefined;
}

function getterOf(plan: Plan, field: PlannedField, initial: unknown): Getter {
  const { descriptor, slot } = field;
  if (descriptor.cardinality === "map") return mapGetter(field);
  if (descriptor.cardinality === "repeated") return listGetter(field);
  if (descriptor.oneof) return oneofGetter(plan, slot);
  if (descriptor.type === "string" && descriptor.verifyUtf8) return stringGetter(slot, initial);
  if (isNumber(descriptor)) {
    const { type } = descriptor;
    if (type === "int32" || type === "enum") return int32Getter(slot, initial);
    return numberGetter(field, initial);
  }
  return descriptor.type === "bytes" ? bytesGetter(field, initial) : valueGetter(field, initial);
}

/**
 * Whether a field's values are numbers, which cannot take the place of where they are, or
 * booleans, which are not worth keeping.
 */
function isNumber(field: FieldDescriptor): boolean {
  if (isLong(field)) return field.jsType === "number";
  return !["string", "bytes", "message"].includes(field.type);
}

function stringGetter(slot: number, initial: unknown): Getter {
  return function () {
    const place = this[PLACE];
    const slots = place.slots ?? findFields(this);
    const value = slots[slot];
    if (typeof value === "number") {
      return slots[slot] = place.source.string(place.start + value);
    }
    return value ?? initial;
  };
}

function int32Getter(slot: number, initial: unknown): Getter {
  return function () {
    const place = this[PLACE];
    const pos = (place.slots ?? findFields(this))[slot];
    if (pos === undefined) return initial;
    return readVarint32(place.source.bytes, place.start + (pos as number));
  };
}

function numberGetter({ slot, read }: PlannedField, initial: unknown): Getter {
  return function () {
    const place = this[PLACE];
    const pos = (place.slots ?? findFields(this))[slot];
    return pos === undefined ? initial : read(place.source, place.start + (pos as number));
  };
}

/** For bigints, messages and what else is worth keeping. */
function valueGetter({ slot, read }: PlannedField, initial: unknown): Getter {
  return function () {
    const place = this[PLACE];
    const slots = place.slots ?? findFields(this);
    const value = slots[slot];
    if (typeof value === "number") return slots[slot] = read(place.source, place.start + value);
    return value ?? initial;
  };
}

function bytesGetter({ slot, read }: PlannedField, initial: unknown): Getter {
  return function () {
    const place = this[PLACE];
    const slots = place.slots ?? findFields(this);
    const value = slots[slot];
    if (typeof value === "number") return slots[slot] = read(place.source, place.start + value);
    return value ?? (slots[slot] = initial && Uint8Array.from(initial as Uint8Array));
  };
}

function oneofGetter(plan: Plan, slot: number): Getter {
  return function () {
    const { source, start, slots = findFields(this) } = this[PLACE];
    const found = slots[slot];
    if (typeof found !== "number") return found ?? UNSET_ONEOF;
    const { bytes } = source;
    const pos = start + found;
    const { descriptor, read } = plan
      .fields[plan.op(readVarint32(bytes, pos) >>> 0) >>> INDEX_SHIFT]!;
    return slots[slot] = {
      case: descriptor.localName,
      value: read(source, skipVarint(bytes, pos)),
    };
  };
}

function listGetter(field: PlannedField): Getter {
  const { slot } = field;
  return function () {
    const place = this[PLACE];
    const slots = place.slots ?? findFields(this);
    const list = slots[slot];
    if (typeof list === "object") return list;
    if (list === undefined) return slots[slot] = [];
    const pos = place.start + (list as number);
    return slots[slot] = readList(field, place.source, pos, slots[slot + 1] as number);
  };
}

function mapGetter(field: PlannedField): Getter {
  const { slot } = field;
  return function () {
    const { source, start, slots = findFields(this) } = this[PLACE];
    const map = slots[slot];
    if (typeof map === "object") return map;
    const pos = start + (map as number | undefined ?? 0);
    const records = slots[slot + 1] as number | undefined;
    return slots[slot] = new LazyMap(field, source, pos, records ?? 0);
  };
}
