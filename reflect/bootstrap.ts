/**
 * What the code generated from `descriptor.proto` stands on. It cannot import `mod.ts`, which
 * exports that very code.
 *
 * @module
 */
export { type ClosedEnum, enumValues, type OpenEnum } from "./enum.ts";
export { type Extension, extension } from "./extension.ts";
export { generatedFile } from "./file.ts";
export type { GeneratedFile } from "./generated_file.ts";
export { initialList, initialMap, initialMessage, initialMessages } from "./init_values.ts";
export { type Message, type MessageType, messageType } from "./message_type.ts";
export { memberOf, UNSET_ONEOF, type UnsetOneof } from "./oneof.ts";
export { bigintOf } from "./scalars.ts";
export type { View } from "./view_type.ts";
export { plainConstructor } from "./plain_constructor.ts";
