/**
 * Protocol Buffers and ConnectRPC for Deno, browsers, Node, Bun and Workers, in pure TypeScript on
 * web standards: the functions that most programs need.
 *
 * ```ts
 * import { create, decode, encode, toJsonString } from "@seria/seria";
 * import { Timestamp } from "@seria/seria/wkt"; // or a type that `deno task gen` generated
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = encode(Timestamp, create(Timestamp, { seconds: 42n }));
 * const time = decode(Timestamp, bytes);
 * assertEquals(toJsonString(Timestamp, time), '"1970-01-01T00:00:42Z"');
 * ```
 *
 * The rest is in entry points of its own: `wire`, `editions`, `reflect`, `views`, `wkt`, `json`,
 * `rpc`, `codegen`.
 *
 * @module
 */
export {
  fromJson,
  type FromJsonOptions,
  fromJsonString,
  JsonError,
  type JsonValue,
  mergeFromJson,
  mergeFromJsonString,
  toJson,
  type ToJsonOptions,
  toJsonString,
  type ToJsonStringOptions,
} from "./json/mod.ts";
export {
  clone,
  create,
  createRegistry,
  decode,
  encode,
  enumName,
  equals,
  isEnumValue,
  merge,
  mergeFrom,
  type Message,
  type MessageInit,
  type MessageType,
  type Registry,
  type ServiceType,
} from "./reflect/mod.ts";
export {
  type Client,
  Code,
  connect,
  ConnectError,
  createClient,
  createHandler,
  type HandlerContext,
} from "./rpc/mod.ts";
export { isView, owned, type View, view } from "./views/mod.ts";
export { type DecodeOptions, type EncodeOptions, WireError } from "./wire/mod.ts";
