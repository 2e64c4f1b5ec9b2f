import { inField, quote, Seen } from "../../_textual/mod.ts";
import { decode, encode, type Message, type MessageType } from "../../reflect/mod.ts";
import { nestedLimits, WireError } from "../../wire/mod.ts";
import type { Fields, MessagePlan } from "../_plan.ts";
import type { JsonReader } from "../_reader.ts";
import { JsonKind } from "../_source.ts";
import type { JsonWriter } from "../_writer.ts";
import type { WellKnown } from "./well_known.ts";

/** Where the URL of the type is. */
const TYPE_KEY = "@type";

/** Where the value of a well-known type is. */
const VALUE_KEY = "value";

/** Has no form of its own, but some implementations (Go's) write `"value": {}` for it. */
const EMPTY = "google.protobuf.Empty";

/**
 * `google.protobuf.Any`: an object with the type's URL at `@type`, and the message's members beside
 * it; or its value at `value`, if it is a well-known type with a form of its own.
 */
export const ANY: WellKnown = { shape: { type_url: "string", value: "bytes" }, read, write };

function read(reader: JsonReader, plan: MessagePlan, kind: JsonKind, message: Fields): void {
  if (kind !== JsonKind.Object) throw reader.wrongKind("an object", kind);
  const source = reader.source;
  const url = source.find(TYPE_KEY, reader.depth);
  // What find() passed over is read again, so a chain of nested ones could make it quadratic.
  reader.charge(source.scanned);
  if (url === undefined) {
    source.openObject();
    const key = source.key();
    if (key !== undefined) throw reader.fault("type", `an Any needs ${quote(TYPE_KEY)}`);
    Object.assign(message, plan.type.create());
    return;
  }
  const type = typeOf(reader, url);
  const payload = reader.planOf(type);
  reader.descend();
  reader.charge(type.cost);
  const content = type.create();
  if (payload.wellKnown !== undefined || payload.typeName === EMPTY) {
    readValue(reader, payload, content as Fields);
  } else {
    reader.members(payload, kind, content as Fields, true, TYPE_KEY);
  }
  reader.ascend();
  message.typeUrl = url;
  message.value = encode(type, content, { recursionLimit: reader.depth });
}

/** Reads the members of an `Any` that holds a well-known type. */
function readValue(reader: JsonReader, plan: MessagePlan, message: Fields): void {
  const source = reader.source;
  const seen = new Seen();
  let key: string | undefined;
  source.openObject();
  try {
    while ((key = source.key()) !== undefined) {
      if (key !== TYPE_KEY && key !== VALUE_KEY) {
        if (!reader.ignoreUnknown) throw reader.fault("unknown", `expected ${quote(VALUE_KEY)}`);
      } else if (!seen.addKey(key)) {
        throw reader.fault("duplicate", "the key comes twice");
      }
      if (key === VALUE_KEY) reader.into(plan, source.peek(), message, true);
      else source.skip(reader.depth);
    }
  } catch (error) {
    throw key === undefined ? error : inField(error, key);
  }
  if (plan.wellKnown !== undefined && !seen.hasKey(VALUE_KEY)) {
    throw reader.fault("value", `an Any of ${plan.typeName} needs ${quote(VALUE_KEY)}`);
  }
}

function write(writer: JsonWriter, _plan: MessagePlan, message: Fields): string {
  const { typeUrl: url, value: bytes } = message;
  if (typeof url !== "string") throw writer.wrongValue("the URL of a type", url);
  if (!(bytes instanceof Uint8Array)) throw writer.wrongValue("bytes", bytes);
  if (url === "" && bytes.length === 0) return "{}";
  const type = typeOf(writer, url);
  const plan = writer.planOf(type);
  writer.descend();
  const payload = decodeIn(writer, type, bytes);
  const head = `{"${TYPE_KEY}":"${writer.string(url)}`;
  const json = plan.wellKnown === undefined
    ? writer.members(plan, payload as Fields, head)
    : `${head}","${VALUE_KEY}":${writeValue(writer, plan, plan.wellKnown, payload as Fields)}}`;
  writer.ascend();
  return json;
}

function writeValue(
  writer: JsonWriter,
  plan: MessagePlan,
  wellKnown: WellKnown,
  message: Fields,
): string {
  try {
    return wellKnown.write(writer, plan, message);
  } catch (error) {
    throw inField(error, VALUE_KEY);
  }
}

/** The type that a URL names, after its last slash. */
function typeOf(side: JsonReader | JsonWriter, url: string): MessageType {
  const slash = url.lastIndexOf("/");
  const typeName = url.slice(slash + 1);
  if (slash < 0 || typeName === "") {
    throw side.fault("type", `${quote(url)} is not the URL of a type: it needs a "/" and a name`);
  }
  const type = side.registry?.message(typeName);
  if (type !== undefined) return type;
  throw side.fault("type", `${quote(typeName)} is not in the registry that the options give`);
}

function decodeIn(writer: JsonWriter, type: MessageType, bytes: Uint8Array): Message {
  try {
    return decode(type, bytes, nestedLimits(bytes, writer.depth));
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const code = error.code === "limit" ? "limit" : "value";
    throw writer.fault(code, `the Any does not hold a ${type.typeName}: ${error.message}`);
  }
}
