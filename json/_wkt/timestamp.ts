import { quote } from "../../_textual/mod.ts";
import { isValidTimestamp } from "../../wkt/mod.ts";
import type { Fields, MessagePlan } from "../_plan.ts";
import type { JsonReader } from "../_reader.ts";
import { JsonKind } from "../_source.ts";
import type { JsonWriter } from "../_writer.ts";
import { formatNanos, parseNanos } from "./_nanos.ts";
import type { WellKnown } from "./well_known.ts";

/** `google.protobuf.Timestamp`: RFC 3339, upper-case, without leap seconds. */
export const TIMESTAMP: WellKnown = { shape: { seconds: "int64", nanos: "int32" }, read, write };

const FORM =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/;

function read(reader: JsonReader, _plan: MessagePlan, kind: JsonKind, message: Fields): void {
  if (kind !== JsonKind.String) throw reader.wrongKind("a timestamp", kind);
  const text = reader.source.string();
  const form = FORM.exec(text);
  const seconds = form === null ? undefined : secondsOf(form);
  if (seconds === undefined) {
    throw reader.fault("value", `expected a time like "2006-01-02T15:04:05Z", not ${quote(text)}`);
  }
  const nanos = parseNanos(form![7] ?? "");
  if (!isValidTimestamp({ seconds, nanos })) {
    throw reader.fault("value", `the year of ${quote(text)} is not from 1 to 9999 in UTC`);
  }
  message.seconds = seconds;
  message.nanos = nanos;
}

/** Seconds since 1970; `undefined` if a part is out of its range. */
function secondsOf(form: RegExpExecArray): bigint | undefined {
  const [year, month, day, hour, minute, second] = form.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offsetHour = Number(form[9] ?? 0);
  const offsetMinute = Number(form[10] ?? 0);
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) {
    return undefined;
  }
  // Date.UTC() would take the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offset = (offsetHour * 60 + offsetMinute) * (form[8] === "-" ? -60 : 60);
  return BigInt(date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset);
}

function write(writer: JsonWriter, _plan: MessagePlan, message: Fields): string {
  const seconds = message.seconds as bigint;
  const nanos = message.nanos as number;
  if (!isValidTimestamp({ seconds, nanos })) throw writer.outOfRange("Timestamp", seconds, nanos);
  const time = new Date(Number(seconds) * 1000).toISOString().slice(
    0,
    "0000-00-00T00:00:00".length,
  );
  return `"${time}${formatNanos(nanos)}Z"`;
}
