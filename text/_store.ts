import { BYTES_COST, ENTRY_COST, GROWING_COST, IGNORED, inEntry } from "../_textual/mod.ts";
import type { ExtensionDescriptor, FieldDescriptor, OneofValue } from "../reflect/mod.ts";
import type { FieldPlan, Fields, ValuePlan } from "./_plan.ts";

/**
 * How what is read for a field gets into its message.
 *
 * @param field The field or extension.
 * @param name The property that holds it; inside a oneof, the `case`.
 * @param oneof The property of its oneof, or `undefined`.
 * @param value Reads the value.
 */
export function storerOf(
  field: FieldDescriptor | ExtensionDescriptor,
  name: string,
  oneof: string | undefined,
  value: ValuePlan,
): FieldPlan["store"] {
  if (field.cardinality === "map") return entryStorer(field, name, value);
  if (field.cardinality === "repeated") return elementStorer(name, value);
  if (oneof !== undefined) return memberStorer(name, oneof, value);
  // A map entry has to know that its value was left out.
  const keepIgnored = field.parent?.mapEntry ?? false;
  return (reader, message) => {
    const read = value.read(reader, message[name]);
    if (read !== IGNORED || keepIgnored) message[name] = read;
  };
}

function memberStorer(name: string, oneof: string, value: ValuePlan): FieldPlan["store"] {
  return (reader, message) => {
    const current = message[oneof] as OneofValue | undefined;
    const read = value.read(reader, current?.case === name ? current.value : undefined);
    if (read !== IGNORED) message[oneof] = { case: name, value: read };
  };
}

function elementStorer(name: string, element: ValuePlan): FieldPlan["store"] {
  return (reader, message) => {
    reader.charge(element.elementCost);
    const read = element.read(reader, undefined);
    if (read === IGNORED) return;
    const list = (message[name] ??= []) as unknown[];
    if (list.length === 0) reader.charge(GROWING_COST);
    list.push(read);
  };
}

/** An entry is a message with a key and a value, each of them optional. */
function entryStorer(
  field: FieldDescriptor | ExtensionDescriptor,
  name: string,
  entry: ValuePlan,
): FieldPlan["store"] {
  const initialKey = initialOf(field.mapKey!);
  const initialValue = initialOf(field.mapValue!);
  const { message: valueMessage, type: valueType } = field.mapValue!;
  // Not before it is needed: types may recur.
  const valueCost = () => valueMessage?.type.cost ?? (valueType === "bytes" ? BYTES_COST : 0);
  return (reader, message) => {
    reader.charge(ENTRY_COST);
    const { localName: keyName } = field.mapKey!;
    const { localName: valueName } = field.mapValue!;
    const holder: Fields = { [keyName]: undefined, [valueName]: undefined };
    try {
      entry.read(reader, holder);
    } catch (error) {
      throw holder[keyName] === undefined ? error : inEntry(error, holder[keyName]);
    }
    const value = holder[valueName];
    if (value === IGNORED) return;
    if (value === undefined) reader.charge(valueCost());
    const map = (message[name] ??= new Map()) as Map<unknown, unknown>;
    map.set(holder[keyName] ?? initialKey(), value ?? initialValue());
  };
}

/** Makes what a map entry holds that does not say. */
function initialOf(field: FieldDescriptor): () => unknown {
  const { message, enum: enumeration } = field;
  if (message !== undefined) return () => message.type.create();
  if (enumeration !== undefined) {
    return () => enumeration.open ? 0 : enumeration.values[0]!.number;
  }
  switch (field.type) {
    case "string":
      return () => "";
    case "bytes":
      return () => new Uint8Array(0);
    case "bool":
      return () => false;
    case "int64":
    case "uint64":
    case "sint64":
    case "fixed64":
    case "sfixed64":
      return () => field.jsType === "bigint" ? 0n : field.jsType === "string" ? "0" : 0;
    default:
      return () => 0;
  }
}
