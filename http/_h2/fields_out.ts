import { HttpError } from "../exchange.ts";
import { FieldList } from "../field_list.ts";
import { isFieldName } from "../_token.ts";
import type { Engine } from "./engine.ts";
import { fieldSize, isFieldValue, kindOf, MALFORMED } from "./header_field.ts";

type Fields = Iterable<readonly [name: string, value: string]>;

/** Fields that belong to a connection of HTTP/1.1: they are left out (RFC 9113 section 8.2.2). */
const CONNECTION_FIELDS: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

/**
 * Checks fields that are to be sent, before any of them is encoded: encoding changes the table.
 *
 * @returns Name, value, name, value.
 */
export function checkFields(engine: Engine, fields: Fields): string[] {
  const flat: string[] = [];
  let size = 0;
  if (fields instanceof FieldList) {
    const count = fields.size;
    for (let i = 0; i < count; i++) {
      size += checkField(engine, flat, fields.nameAt(i), fields.valueAt(i));
    }
  } else {
    for (const field of fields) size += checkField(engine, flat, field[0], field[1]);
  }
  if (size > engine.peerMaxHeaderList) {
    throw new HttpError(
      `Cannot send header fields of ${size} bytes: the other side takes ${engine.peerMaxHeaderList}`,
      "limit",
    );
  }
  return flat;
}

function checkField(engine: Engine, flat: string[], name: string, value: string): number {
  // What is in the table was checked when it got there.
  if (engine.encoder.find(name, value) === undefined) {
    if (CONNECTION_FIELDS.has(name)) return 0;
    if (!isFieldName(name) || (kindOf(name) === MALFORMED)) {
      throw new TypeError(
        `Cannot send a field: ${JSON.stringify(name)} is not a name in lower case`,
      );
    }
    if (typeof value !== "string" || !isFieldValue(value)) {
      throw new TypeError(
        `Cannot send field ${name}: its value has characters that fields cannot have`,
      );
    }
    if (name === "te" && value !== "trailers") return 0;
  }
  flat.push(name, value);
  return fieldSize(name, value);
}

/** Encodes checked fields. */
export function encodeFields(engine: Engine, flat: string[]): void {
  const { encoder, out } = engine;
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i]!;
    const value = flat[i + 1]!;
    encoder.field(out, name, value, encoder.find(name, value));
  }
}

/**
 * The length of the body that checked fields declare, or -1.
 *
 * @throws {TypeError} If what they declare is not the one length.
 */
export function declaredLength(flat: readonly string[]): number {
  let length = -1;
  for (let i = 0; i < flat.length; i += 2) {
    if (flat[i] !== "content-length") continue;
    const value = flat[i + 1]!;
    if (length >= 0 || !/^\d{1,15}$/.test(value)) {
      throw new TypeError(`Cannot send content-length "${value}": it is not the one length`);
    }
    length = Number(value);
  }
  return length;
}

/**
 * Checks a whole body against the length that is declared: another one would make the message
 * malformed (RFC 9113 section 8.1.1).
 *
 * @throws {TypeError} If it has another length.
 */
export function checkLength(declared: number, { length }: Uint8Array): void {
  if (declared >= 0 && declared !== length) {
    throw new TypeError(`Cannot send a body of ${length} bytes: its content-length is ${declared}`);
  }
}
