import { Fault, inElement, inField, quote } from "../_textual/mod.ts";
import { readAny } from "./_any.ts";
import { findExtension, readExtension, setExtensions } from "./_extensions_in.ts";
import type { FieldPlan, Fields, MessagePlan } from "./_plan.ts";
import type { TextReader } from "./_reader.ts";
import { SeenFields } from "./_seen.ts";
import { skipValue } from "./_skip.ts";

/**
 * Reads the fields of a message, up to its end.
 *
 * @param close The symbol that ends it, or 0 for the end of the text.
 */
export function readFields(
  reader: TextReader,
  plan: MessagePlan,
  message: Fields,
  close: number,
): void {
  const { lexer } = reader;
  const seen = new SeenFields();
  let name = "";
  let field: FieldPlan | undefined;
  try {
    while (reader.more(close)) {
      const offset = lexer.start;
      name = reader.fieldName(close);
      field = plan.byName.get(name);
      if (field !== undefined) readField(reader, field, message, seen, offset);
      else readOther(reader, plan, message, name, seen, offset);
      name = "";
      reader.separator();
    }
  } catch (error) {
    if (name === "") throw error;
    throw inField(field === undefined ? error : inList(error, field, message), name);
  }
  if (seen.extensions !== undefined) setExtensions(reader, plan, message, seen.extensions);
}

function readField(
  reader: TextReader,
  field: FieldPlan,
  message: Fields,
  seen: SeenFields,
  offset: number,
): void {
  if (!field.many) {
    if (!seen.add(field.slot)) throw new Fault("duplicate", "the field comes twice", offset);
    if (field.oneof !== undefined && !seen.add(field.oneofSlot)) {
      const reason = `another member of oneof ${quote(field.oneof.name)} came before`;
      throw new Fault("duplicate", reason, offset);
    }
  }
  reader.value(field, message);
}

/** Reads what has a name that is no field's: an extension, what an Any holds, something unknown. */
function readOther(
  reader: TextReader,
  plan: MessagePlan,
  message: Fields,
  name: string,
  seen: SeenFields,
  offset: number,
): void {
  const bracketed = name.startsWith("[");
  if (bracketed && plan.any) {
    const once = plan.fields.every((field) => seen.add(field.slot));
    if (!once) throw new Fault("duplicate", "the Any has a value already", offset);
    return readAny(reader, message, name.slice(1, -1), offset);
  }
  if (bracketed) {
    const extension = findExtension(reader, plan, name, offset);
    if (extension !== undefined) {
      return readExtension(reader, plan, message, extension, seen, offset);
    }
  }
  if (!reader.ignoreUnknown && !plan.reserved.has(name)) {
    const what = bracketed ? "extension in the registry" : "field";
    throw new Fault("unknown", `${plan.typeName} has no such ${what}`, offset);
  }
  skipValue(reader);
}

/** What to throw on when something failed in a field: the element goes into the path. */
function inList(error: unknown, field: FieldPlan, message: Fields): unknown {
  if (field.descriptor.cardinality !== "repeated") return error;
  const list = message[field.localName] as unknown[] | undefined;
  return inElement(error, list?.length ?? 0);
}
