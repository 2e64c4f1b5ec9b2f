import type { MessageDescriptor } from "../../reflect/mod.ts";
import type { Fields, MessagePlan } from "../_plan.ts";
import type { JsonReader } from "../_reader.ts";
import type { JsonKind } from "../_source.ts";
import type { JsonWriter } from "../_writer.ts";
import { ANY } from "./any.ts";
import { DURATION } from "./duration.ts";
import { FIELD_MASK } from "./field_mask.ts";
import { singleField } from "./single_field.ts";
import { TIMESTAMP } from "./timestamp.ts";
import { VALUE } from "./value.ts";

/** How a type that has a form of its own in JSON is read and written. */
export interface WellKnown {
  /**
   * The fields that the type must have and their types, with `[]` if repeated and `{}` for a map.
   * Descriptors may come from anywhere, and a type of another shape is a message like any other.
   */
  readonly shape: Readonly<Record<string, string>>;
  /** Whether null is one of its values, and not an unset field. Default false. */
  readonly nullable?: boolean;
  /** Reads the value that the source has peeked into a message. */
  read(reader: JsonReader, plan: MessagePlan, kind: JsonKind, message: Fields): void;
  /** Writes a message as a value, and gives its JSON. */
  write(writer: JsonWriter, plan: MessagePlan, message: Fields): string;
}

const WELL_KNOWN: ReadonlyMap<string, WellKnown> = /* @__PURE__ */ new Map([
  ["google.protobuf.Any", ANY],
  ["google.protobuf.Duration", DURATION],
  ["google.protobuf.FieldMask", FIELD_MASK],
  ["google.protobuf.Timestamp", TIMESTAMP],
  ["google.protobuf.Value", VALUE],
  ["google.protobuf.Struct", /* @__PURE__ */ singleField("fields", "message{}")],
  ["google.protobuf.ListValue", /* @__PURE__ */ singleField("values", "message[]")],
  ["google.protobuf.DoubleValue", /* @__PURE__ */ singleField("value", "double")],
  ["google.protobuf.FloatValue", /* @__PURE__ */ singleField("value", "float")],
  ["google.protobuf.Int32Value", /* @__PURE__ */ singleField("value", "int32")],
  ["google.protobuf.UInt32Value", /* @__PURE__ */ singleField("value", "uint32")],
  ["google.protobuf.Int64Value", /* @__PURE__ */ singleField("value", "int64")],
  ["google.protobuf.UInt64Value", /* @__PURE__ */ singleField("value", "uint64")],
  ["google.protobuf.BoolValue", /* @__PURE__ */ singleField("value", "bool")],
  ["google.protobuf.StringValue", /* @__PURE__ */ singleField("value", "string")],
  ["google.protobuf.BytesValue", /* @__PURE__ */ singleField("value", "bytes")],
]);

/** The form that a type has in JSON; `undefined` if it is an object of its fields. */
export function wellKnown(descriptor: MessageDescriptor): WellKnown | undefined {
  const known = WELL_KNOWN.get(descriptor.fullName);
  return known !== undefined && hasShape(descriptor, known.shape) ? known : undefined;
}

const CARDINALITY = { singular: "", repeated: "[]", map: "{}" } as const;

function hasShape(descriptor: MessageDescriptor, shape: WellKnown["shape"]): boolean {
  const { fields } = descriptor;
  return fields.length === Object.keys(shape).length &&
    fields.every((field) =>
      shape[field.name] === field.type + CARDINALITY[field.cardinality] &&
      field.jsType === "bigint"
    );
}
