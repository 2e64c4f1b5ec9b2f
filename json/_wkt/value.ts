import { type OneofValue, UNSET_ONEOF } from "../../reflect/mod.ts";
import type { FieldPlan, Fields, MessagePlan } from "../_plan.ts";
import type { JsonReader } from "../_reader.ts";
import type { JsonKind } from "../_source.ts";
import type { JsonWriter } from "../_writer.ts";
import type { WellKnown } from "./well_known.ts";

/** What the oneof of a `Value` takes, with the number in it. */
const KIND_COST = 56;

/** The member of `Value.kind` for each kind of JSON value, at its number. */
const MEMBERS: readonly string[] = [
  "",
  "structValue",
  "listValue",
  "stringValue",
  "numberValue",
  "boolValue",
  "nullValue",
];

/** `google.protobuf.Value`: any JSON value. */
export const VALUE: WellKnown = {
  shape: {
    null_value: "enum",
    number_value: "double",
    string_value: "string",
    bool_value: "bool",
    struct_value: "message",
    list_value: "message",
  },
  nullable: true,
  read,
  write,
};

function read(reader: JsonReader, plan: MessagePlan, kind: JsonKind, message: Fields): void {
  reader.charge(KIND_COST);
  const member = MEMBERS[kind]!;
  message.kind = {
    case: member,
    value: fieldOf(plan, member)!.value.read(reader, kind, undefined),
  };
}

function write(writer: JsonWriter, plan: MessagePlan, message: Fields): string {
  const { case: member, value } = (message.kind ?? UNSET_ONEOF) as OneofValue;
  const field = member === undefined ? undefined : fieldOf(plan, member);
  if (field === undefined) throw writer.fault("value", "the Value has no kind");
  if (member === "numberValue" && !Number.isFinite(value)) {
    throw writer.fault("value", `a Value cannot be ${value} in JSON`);
  }
  return writer.alone(field.value, value);
}

function fieldOf(plan: MessagePlan, member: string): FieldPlan | undefined {
  return plan.fields.find((field) => field.localName === member);
}
