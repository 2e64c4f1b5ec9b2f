import { Fault } from "../_textual/mod.ts";
import { Common } from "./_common.ts";
import { NumberOutput } from "./_number_output.ts";
import type { FieldPlan, Fields, MessagePlan, ValuePlan } from "./_plan.ts";
import type { JsonWriter } from "./_writer.ts";

/**
 * Writes a list of numbers, or of messages of nothing but numbers.
 *
 * @returns The JSON; `undefined` if something is wrong with it, which the way of other values will
 * find again, and say where.
 */
export function numericList(
  writer: JsonWriter,
  element: ValuePlan,
  list: readonly unknown[],
): string | undefined {
  return attempt(writer, (out) => writeElements(writer, out, element, list));
}

/** The same for a message of nothing but numbers; `undefined` as well if it may have extensions. */
export function numericMessage(
  writer: JsonWriter,
  plan: MessagePlan,
  message: Fields,
): string | undefined {
  return attempt(writer, (out) => writeMessage(writer, out, plan, message));
}

/** Whether there is nothing but numbers in a message, and nothing else that is out of the ordinary. */
export function hasOnlyNumbers(plan: MessagePlan): boolean {
  if (plan.numeric === undefined) {
    // A type that contains itself is none: its answer would have to be known already.
    plan.numeric = false;
    plan.numeric = plan.wellKnown === undefined &&
      plan.properties.every(({ field, cases }) =>
        cases === undefined && !field.required && field.asciiKey !== undefined &&
        isNumeric(field.value)
      );
  }
  return plan.numeric;
}

/** Whether a value is a number, or a list or a message of nothing but numbers. */
export function isNumeric({ common, element, message }: ValuePlan): boolean {
  if (element !== undefined) return isNumeric(element);
  if (message !== undefined) return hasOnlyNumbers(message.plan);
  return common !== Common.None && common !== Common.String;
}

function attempt(writer: JsonWriter, write: (out: NumberOutput) => void): string | undefined {
  const out = new NumberOutput();
  const { depth } = writer;
  try {
    write(out);
  } catch (error) {
    if (!(error instanceof Fault)) throw error; // A getter's own.
    writer.ascendTo(depth);
    return undefined;
  }
  return out.finish();
}

function writeValue(
  writer: JsonWriter,
  out: NumberOutput,
  plan: ValuePlan,
  value: unknown,
): void {
  switch (plan.common) {
    case Common.Int32:
      if (typeof value === "number" && value === (value | 0)) return out.integer(value | 0);
      break;
    case Common.Uint32:
      if (typeof value === "number" && value === value >>> 0) return out.integer(value);
      break;
    case Common.Int64:
      if (typeof value === "bigint" && BigInt.asIntN(64, value) === value) {
        return out.bigint(value, true);
      }
      break;
    case Common.Uint64:
      if (typeof value === "bigint" && BigInt.asUintN(64, value) === value) {
        return out.bigint(value, false);
      }
      break;
    case Common.Double:
      if (typeof value === "number" && Number.isFinite(value) && value !== 0) {
        return out.double(value);
      }
      break;
    case Common.Float:
      if (typeof value === "number") {
        const float = Math.fround(value);
        if (Number.isFinite(float) && float !== 0) return out.float(float);
      }
      break;
    case Common.Message:
      writer.descend();
      writeMessage(writer, out, plan.message!.plan, value);
      return writer.ascend();
    case Common.List:
      return writeElements(writer, out, plan.element!, writer.list(value));
  }
  const json = plan.write(writer, value);
  out.ascii(plan.quoted ? `"${json}"` : json);
}

function writeMessage(
  writer: JsonWriter,
  out: NumberOutput,
  { properties, typeName }: MessagePlan,
  message: unknown,
): void {
  if (typeof message !== "object" || message === null) {
    throw writer.wrongValue(`a message of type ${typeName}`, message);
  }
  if (writer.registry !== undefined && (message as Fields).$unknown !== undefined) {
    throw writer.fault("value", "there may be extensions");
  }
  out.openObject();
  let index = 0;
  // As in JsonWriter.members().
  for (const name in message) {
    if (index === properties.length) break;
    const property = properties[index]!;
    if (property.name !== name) break;
    const value = (message as Fields)[name];
    if (!Object.is(value, property.absent)) writeField(writer, out, property.field, value);
    index++;
  }
  for (; index < properties.length; index++) {
    const { name, field } = properties[index]!;
    writeField(writer, out, field, (message as Fields)[name]);
  }
  out.closeObject();
}

function writeField(
  writer: JsonWriter,
  out: NumberOutput,
  field: FieldPlan,
  value: unknown,
): void {
  if (value === undefined) return;
  if ((!value || field.truthyDefault) && field.implicit && field.value.isZero(value)) return;
  out.key(field.asciiKey!);
  writeValue(writer, out, field.value, value);
}

function writeElements(
  writer: JsonWriter,
  out: NumberOutput,
  element: ValuePlan,
  list: readonly unknown[],
): void {
  out.openArray();
  let index = 0;
  // What follows are shortcuts: writeValue() writes the same.
  switch (element.common) {
    case Common.Int32:
    case Common.Uint32:
      index = out.integers(list, element.common === Common.Int32);
      break;
    case Common.Int64:
    case Common.Uint64:
      index = out.bigints(list, element.common === Common.Int64);
      break;
    case Common.Float:
      index = out.floats(list);
      break;
  }
  for (; index < list.length; index++) {
    out.element();
    writeValue(writer, out, element, list[index]);
    out.comma();
  }
  out.closeArray(list.length === 0);
}
