import { quote } from "../../_textual/mod.ts";
import type { Fields, MessagePlan } from "../_plan.ts";
import type { JsonReader } from "../_reader.ts";
import { JsonKind } from "../_source.ts";
import type { JsonWriter } from "../_writer.ts";
import { formatNanos, NANOS_PER_SECOND, parseNanos } from "./_nanos.ts";
import type { WellKnown } from "./well_known.ts";

/** `google.protobuf.Duration`: decimal seconds and an "s". */
export const DURATION: WellKnown = { shape: { seconds: "int64", nanos: "int32" }, read, write };

/** Some 10,000 years. */
const MAX_SECONDS = 315_576_000_000n;

const FORM = /^(-?)([0-9]{1,12})(?:\.([0-9]{1,9}))?s$/;

function read(reader: JsonReader, _plan: MessagePlan, kind: JsonKind, message: Fields): void {
  if (kind !== JsonKind.String) throw reader.wrongKind("a duration", kind);
  const text = reader.source.string();
  const [form, sign, whole = "", fraction = ""] = FORM.exec(text) ?? [];
  const seconds = BigInt(whole);
  if (form === undefined) {
    throw reader.fault("value", `expected a duration like "1.5s", not ${quote(text)}`);
  }
  if (seconds > MAX_SECONDS) {
    throw reader.fault("value", `the duration is longer than ${MAX_SECONDS}s`);
  }
  const nanos = parseNanos(fraction);
  message.seconds = sign === "-" ? -seconds : seconds;
  message.nanos = sign === "-" && nanos !== 0 ? -nanos : nanos;
}

function write(writer: JsonWriter, _plan: MessagePlan, message: Fields): string {
  const seconds = message.seconds as bigint;
  const nanos = message.nanos as number;
  if (typeof seconds !== "bigint" || seconds > MAX_SECONDS || seconds < -MAX_SECONDS) {
    throw writer.wrongValue(`seconds from -${MAX_SECONDS} to ${MAX_SECONDS}`, seconds);
  }
  if (!Number.isInteger(nanos) || Math.abs(nanos) >= NANOS_PER_SECOND) {
    throw writer.wrongValue("nanos from -999999999 to 999999999", nanos);
  }
  if ((seconds > 0n && nanos < 0) || (seconds < 0n && nanos > 0)) {
    throw writer.fault("value", "seconds and nanos have different signs");
  }
  const sign = seconds < 0n || nanos < 0 ? "-" : "";
  const whole = seconds < 0n ? -seconds : seconds;
  return `"${sign}${whole}${formatNanos(Math.abs(nanos))}s"`;
}
