import { quote } from "../../_textual/mod.ts";
import type { Fields, MessagePlan } from "../_plan.ts";
import type { JsonReader } from "../_reader.ts";
import { JsonKind } from "../_source.ts";
import type { JsonWriter } from "../_writer.ts";
import type { WellKnown } from "./well_known.ts";

/**
 * `google.protobuf.FieldMask`: its paths in one string, with commas between, in lowerCamelCase.
 * A path that would not come back the same is an error.
 */
export const FIELD_MASK: WellKnown = { shape: { paths: "string[]" }, read, write };

/** An upper-case letter, a comma, or an underscore that no lower-case letter follows. */
const NOT_IN_JSON = /[A-Z,]|_(?![a-z])/;

function read(reader: JsonReader, _plan: MessagePlan, kind: JsonKind, message: Fields): void {
  if (kind !== JsonKind.String) throw reader.wrongKind("a string", kind);
  const text = reader.source.string();
  const paths = text === "" ? [] : text.split(",");
  for (const [index, path] of paths.entries()) {
    if (path === "" || path.includes("_")) {
      throw reader.fault("value", `${quote(path)} is not a field path in lowerCamelCase`);
    }
    paths[index] = path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
  message.paths = paths;
}

function write(writer: JsonWriter, _plan: MessagePlan, message: Fields): string {
  const list = message.paths;
  if (typeof list !== "object" || list === null || !(Symbol.iterator in list)) {
    throw writer.wrongValue("a list", list);
  }
  const paths: string[] = [];
  for (const path of list as Iterable<unknown>) {
    if (typeof path !== "string" || path === "" || NOT_IN_JSON.test(path)) {
      throw writer.fault("value", `the path ${quote(String(path))} has no form in JSON`);
    }
    paths.push(path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  }
  return `"${writer.string(paths.join())}"`;
}
