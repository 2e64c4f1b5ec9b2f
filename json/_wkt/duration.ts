import { quote } from "../../_textual/mod.ts";
import { isValidDuration } from "../../wkt/mod.ts";
import type { Fields, MessagePlan } from "../_plan.ts";
import type { JsonReader } from "../_reader.ts";
import { JsonKind } from "../_source.ts";
import type { JsonWriter } from "../_writer.ts";
import { formatNanos, parseNanos } from "./_nanos.ts";
import type { WellKnown } from "./well_known.ts";

/** `google.protobuf.Duration`: decimal seconds and an "s". */
export const DURATION: WellKnown = { shape: { seconds: "int64", nanos: "int32" }, read, write };

const FORM = /^(-?)([0-9]{1,12})(?:\.([0-9]{1,9}))?s$/;

function read(reader: JsonReader, _plan: MessagePlan, kind: JsonKind, message: Fields): void {
  if (kind !== JsonKind.String) throw reader.wrongKind("a duration", kind);
  const text = reader.source.string();
  const [form, sign, whole = "", fraction = ""] = FORM.exec(text) ?? [];
  const seconds = BigInt(whole);
  if (form === undefined) {
    throw reader.fault("value", `expected a duration like "1.5s", not ${quote(text)}`);
  }
  const nanos = parseNanos(fraction);
  const duration = sign === "-" ? { seconds: -seconds, nanos: 0 - nanos } : { seconds, nanos };
  if (!isValidDuration(duration)) {
    throw reader.fault("value", `the duration ${quote(text)} is longer than 10,000 years`);
  }
  message.seconds = duration.seconds;
  message.nanos = duration.nanos;
}

function write(writer: JsonWriter, _plan: MessagePlan, message: Fields): string {
  const seconds = message.seconds as bigint;
  const nanos = message.nanos as number;
  if (!isValidDuration({ seconds, nanos })) throw writer.outOfRange("Duration", seconds, nanos);
  const sign = seconds < 0n || nanos < 0 ? "-" : "";
  const whole = seconds < 0n ? -seconds : seconds;
  return `"${sign}${whole}${formatNanos(Math.abs(nanos))}s"`;
}
