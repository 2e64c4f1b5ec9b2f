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
  /** Reads the value that the source has peeked into a message. */
  read(reader: JsonReader, plan: MessagePlan, kind: JsonKind, message: Fields): void;
  /** Writes a message as a value. */
  write(writer: JsonWriter, plan: MessagePlan, message: Fields): void;
}

/** The form that a type has in JSON; `undefined` if it is an object of its fields. */
export function wellKnown(descriptor: MessageDescriptor): WellKnown | undefined {
  const known = byName(descriptor.fullName);
  return known !== undefined && hasShape(descriptor, known.shape) ? known : undefined;
}

/** A function and not a table, because the modules import one another in a circle. */
function byName(typeName: string): WellKnown | undefined {
  switch (typeName) {
    case "google.protobuf.Any":
      return ANY;
    case "google.protobuf.Duration":
      return DURATION;
    case "google.protobuf.FieldMask":
      return FIELD_MASK;
    case "google.protobuf.Timestamp":
      return TIMESTAMP;
    case "google.protobuf.Value":
      return VALUE;
    case "google.protobuf.Struct":
      return singleField("fields", "message{}");
    case "google.protobuf.ListValue":
      return singleField("values", "message[]");
    case "google.protobuf.DoubleValue":
      return singleField("value", "double");
    case "google.protobuf.FloatValue":
      return singleField("value", "float");
    case "google.protobuf.Int32Value":
      return singleField("value", "int32");
    case "google.protobuf.UInt32Value":
      return singleField("value", "uint32");
    case "google.protobuf.Int64Value":
      return singleField("value", "int64");
    case "google.protobuf.UInt64Value":
      return singleField("value", "uint64");
    case "google.protobuf.BoolValue":
      return singleField("value", "bool");
    case "google.protobuf.StringValue":
      return singleField("value", "string");
    case "google.protobuf.BytesValue":
      return singleField("value", "bytes");
    default:
      return undefined;
  }
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
