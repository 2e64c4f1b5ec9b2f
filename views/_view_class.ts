import type { FieldDescriptor } from "../reflect/mod.ts";
import { readVarint32, skipVarint } from "./_bytes.ts";
import { INDEX_SHIFT } from "./_ops.ts";
import { LazyMap } from "./_lazy_map.ts";
import { readList } from "./_list.ts";
import type { Plan, PlannedField } from "./_plan.ts";
import { findFields, unknownFields } from "./_scan.ts";
import { PLAN, Slot, SLOTS, type Slots, type ViewClass, type ViewObject } from "./_slots.ts";
import type { Source } from "./_source.ts";
import { isLong, readString } from "./_values.ts";

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
  function View(this: ViewObject, slots: Slots): void {
    this[SLOTS] = slots;
  }
  const prototype = Object.create(Object.prototype, {
    [PLAN]: { value: plan },
    $unknown: { get: unknownGetter, enumerable: true },
  });
  const empty = plan.entry ? {} : plan.type.create();
  for (const field of plan.fields) {
    if (field === undefined) continue;
    const { localName, oneof } = field.descriptor;
    const name = oneof?.localName ?? localName;
    const initial = (empty as Record<string, unknown>)[name];
    const get = getterOf(plan, field, initial);
    Object.defineProperty(prototype, name, { get, enumerable: true, configurable: true });
  }
  View.prototype = prototype;
  return View as unknown as ViewClass;
}

/** The slots of a view whose fields were found. */
function slotsOf(view: ViewObject): Slots {
  const slots = view[SLOTS];
  if (slots[Slot.Unknown] === null) findFields(view);
  return slots;
}

function unknownGetter(this: ViewObject): unknown {
  const slots = slotsOf(this);
  const pos = slots[Slot.Unknown];
  if (typeof pos !== "number") return pos;
  const { bytes, keepUnknown } = slots[Slot.Source] as Source;
  const end = slots[Slot.End] as number;
  return slots[Slot.Unknown] = keepUnknown ? unknownFields(this[PLAN], bytes, pos, end) : undefined;
}

function getterOf(plan: Plan, field: PlannedField, initial: unknown): Getter {
  const { descriptor, slot } = field;
  if (descriptor.cardinality === "map") return mapGetter(field);
  if (descriptor.cardinality === "repeated") return listGetter(field);
  if (descriptor.oneof) return oneofGetter(plan, slot);
  if (descriptor.type === "string" && descriptor.verifyUtf8) return stringGetter(slot);
  if (isNumber(descriptor)) {
    const { type } = descriptor;
    if (type === "int32" || type === "enum") return int32Getter(slot, initial);
    return numberGetter(field, initial);
  }
  return descriptor.type === "bytes" ? bytesGetter(field, initial) : valueGetter(field);
}

/** Whether a field's values are numbers, and so cannot take the place of where they are. */
function isNumber(field: FieldDescriptor): boolean {
  if (isLong(field)) return field.jsType === "number";
  return !["bool", "string", "bytes", "message"].includes(field.type);
}

function stringGetter(slot: number): Getter {
  return function () {
    const slots = slotsOf(this);
    const value = slots[slot];
    if (typeof value !== "number") return value;
    return slots[slot] = readString(slots[Slot.Source] as Source, value);
  };
}

function int32Getter(slot: number, initial: unknown): Getter {
  return function () {
    const slots = slotsOf(this);
    const pos = slots[slot];
    if (pos === undefined) return initial;
    return readVarint32((slots[Slot.Source] as Source).bytes, pos as number);
  };
}

function numberGetter({ slot, read }: PlannedField, initial: unknown): Getter {
  return function () {
    const slots = slotsOf(this);
    const pos = slots[slot];
    return pos === undefined ? initial : read(slots[Slot.Source] as Source, pos as number);
  };
}

/** For bigints, booleans, messages and what else is no number. */
function valueGetter({ slot, read }: PlannedField): Getter {
  return function () {
    const slots = slotsOf(this);
    const value = slots[slot];
    if (typeof value !== "number") return value;
    return slots[slot] = read(slots[Slot.Source] as Source, value);
  };
}

function bytesGetter({ slot, read }: PlannedField, initial: unknown): Getter {
  return function () {
    const slots = slotsOf(this);
    const value = slots[slot];
    if (typeof value === "number") return slots[slot] = read(slots[Slot.Source] as Source, value);
    return value ?? (slots[slot] = initial && Uint8Array.from(initial as Uint8Array));
  };
}

function oneofGetter(plan: Plan, slot: number): Getter {
  return function () {
    const slots = slotsOf(this);
    const pos = slots[slot];
    if (typeof pos !== "number") return pos;
    const source = slots[Slot.Source] as Source;
    const { bytes } = source;
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
    const slots = slotsOf(this);
    const list = slots[slot];
    if (typeof list === "object") return list;
    if (list === undefined) return slots[slot] = [];
    const source = slots[Slot.Source] as Source;
    return slots[slot] = readList(field, source, list as number, slots[slot + 1] as number);
  };
}

function mapGetter(field: PlannedField): Getter {
  const { slot } = field;
  return function () {
    const slots = slotsOf(this);
    const map = slots[slot];
    if (typeof map === "object") return map;
    const source = slots[Slot.Source] as Source;
    const pos = map as number | undefined ?? 0;
    return slots[slot] = new LazyMap(field, source, pos, slots[slot + 1] as number);
  };
}
