import { Code } from "../code.ts";
import type { ErrorDetail } from "../error_detail.ts";
import { Reader, Writer } from "../../wire/mod.ts";

/** What comes before the type's name in the type URL of a detail. */
const TYPE_URL_PREFIX = "type.googleapis.com/";

// The fields' tags in google.rpc.Status and google.protobuf.Any.
const CODE = 8;
const MESSAGE = 18;
const DETAILS = 26;
const TYPE_URL = 10;
const VALUE = 18;

const NAMES: ReadonlyMap<number, Code> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries(Code).map(([name, number]) => [number, name as Code]),
);

/** Returns the code that has a number, or `undefined` if none has. */
export function codeOfNumber(number: number): Code | undefined {
  return NAMES.get(number);
}

/** An error as `google.rpc.Status` has it. */
export interface Status {
  /** The code's number. */
  readonly code: number;
  /** The message. */
  readonly message: string;
  /** The details. */
  readonly details: readonly ErrorDetail[];
}

/**
 * Encodes a `google.rpc.Status`, each detail's bytes as they are.
 *
 * https://github.com/googleapis/googleapis/blob/master/google/rpc/status.proto
 */
export function encodeStatus({ code, message, details }: Status): Uint8Array {
  // From the end to the beginning.
  const writer = new Writer();
  for (const { type, value } of details.toReversed()) {
    const end = writer.length;
    writer.bytesValue(value, VALUE);
    writer.string(TYPE_URL_PREFIX + type.toWellFormed(), TYPE_URL);
    writer.lengthSince(end, DETAILS);
  }
  if (message !== "") writer.string(message.toWellFormed(), MESSAGE);
  writer.int32(code, CODE);
  return writer.finish();
}

/**
 * Decodes a `google.rpc.Status`.
 *
 * @throws {WireError} If it is not one.
 */
export function decodeStatus(bytes: Uint8Array): Status {
  const reader = new Reader(bytes, { keepUnknownFields: false });
  let code = 0;
  let message = "";
  const details: ErrorDetail[] = [];
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === CODE) code = reader.int32();
    else if (tag === MESSAGE) message = reader.string();
    else if (tag === DETAILS) details.push(decodeDetail(reader));
    else reader.skip(tag);
  }
  reader.finish();
  return { code, message, details };
}

function decodeDetail(reader: Reader): ErrorDetail {
  const outer = reader.enter();
  let type = "";
  let value = new Uint8Array(0);
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === TYPE_URL) type = reader.string();
    else if (tag === VALUE) value = new Uint8Array(reader.bytesValue());
    else reader.skip(tag);
  }
  reader.leave(outer);
  return { type: type.slice(type.lastIndexOf("/") + 1), value };
}
