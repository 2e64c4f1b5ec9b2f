import { type Code, isCode } from "../code.ts";
import { ConnectError } from "../error.ts";
import type { ErrorDetail } from "../error_detail.ts";
import { decodeBinaryHeader, encodeBinaryHeader } from "../binary_header.ts";
import { type JsonObject, type JsonValue, toJson } from "../../json/mod.ts";
import { decode, type Registry } from "../../reflect/mod.ts";

/**
 * Writes an error as the JSON that the protocol has for it.
 *
 * https://connectrpc.com/docs/protocol#error-end-stream
 *
 * @param registry Finds the types of details, to write them in a form for people, too.
 */
export function errorToJson(error: ConnectError, registry: Registry | undefined): JsonObject {
  const json: JsonObject = { code: error.code };
  if (error.rawMessage !== "") json.message = error.rawMessage;
  if (error.details.length > 0) {
    json.details = error.details.map((detail) => detailToJson(detail, registry));
  }
  return json;
}

function detailToJson(detail: ErrorDetail, registry: Registry | undefined): JsonObject {
  const json: JsonObject = { type: detail.type, value: encodeBinaryHeader(detail.value) };
  const type = detail.messageType ?? registry?.message(detail.type);
  if (type === undefined) return json;
  try {
    json.debug = toJson(type, decode(type, detail.value), registry && { registry });
  } catch {
    // It is only for people to read. The value has all there is.
  }
  return json;
}

/**
 * Reads an error, whatever is odd about it: what is missing or wrong is left out, or replaced by
 * `fallback`.
 *
 * @param json What should be an error.
 * @param fallback The code, if it has none, or one that is not known.
 */
export function errorFromJson(json: JsonValue | undefined, fallback: Code): ConnectError {
  const { code, message, details } = asObject(json);
  return new ConnectError(
    typeof message === "string" ? message : "",
    isCode(code) ? code : fallback,
    { details: Array.isArray(details) ? details.flatMap(detailFromJson) : [] },
  );
}

function detailFromJson(json: JsonValue): ErrorDetail[] {
  const { type, value } = asObject(json);
  if (typeof type !== "string" || typeof value !== "string") return [];
  try {
    // connect-go accepts a type URL, too.
    const name = type.slice(type.lastIndexOf("/") + 1);
    return [{ type: name, value: decodeBinaryHeader(value) }];
  } catch {
    return [];
  }
}

/** Returns an object as it is, and an empty one for all else. */
export function asObject(json: JsonValue | undefined): JsonObject {
  return isObject(json) ? json : {};
}

/** Tells whether JSON is an object. */
export function isObject(json: JsonValue | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
