import { fromJsonString, toJsonString } from "@seria/seria/json";
import { encode } from "@seria/seria/reflect";
import type { Message, MessageType } from "@seria/seria/reflect";
import { fromText, toText } from "@seria/seria/text";
import type { Mode } from "./modes.ts";
import {
  type ConformanceRequest,
  type Payload,
  type PayloadCase,
  TestCategory,
} from "./protocol.ts";

/** A format in which the suite gives messages, and asks for them. */
export interface Format<C extends PayloadCase> {
  /** Reads a message. */
  parse(type: MessageType, payload: Payload<C>, context: Context): Message;
  /** Writes a message. */
  serialize(type: MessageType, message: Message, context: Context): Payload<C>;
}

/** What formats go by. */
export interface Context {
  /** The mode of this program. */
  readonly mode: Mode;
  /** What is asked for. */
  readonly request: ConformanceRequest;
}

const binary: Format<"protobufPayload"> = {
  parse: (type, payload, { mode }) => mode.read(type, payload),
  serialize: (type, message) => encode(type, message),
};

const json: Format<"jsonPayload"> = {
  parse: (type, payload, { mode, request }) =>
    fromJsonString(type, payload, {
      registry: mode.registry,
      ignoreUnknownFields: request.testCategory === TestCategory.JSON_IGNORE_UNKNOWN_PARSING_TEST,
    }),
  serialize: (type, message, { mode }) => toJsonString(type, message, { registry: mode.registry }),
};

const text: Format<"textPayload"> = {
  parse: (type, payload, { mode }) => fromText(type, payload, { registry: mode.registry }),
  serialize: (type, message, { mode, request }) =>
    toText(type, message, {
      registry: mode.registry,
      printUnknownFields: request.printUnknownFields,
    }),
};

/** The formats that this package has. Requests for others are declined. */
export const FORMATS: { readonly [C in PayloadCase]?: Format<C> } = {
  protobufPayload: binary,
  jsonPayload: json,
  textPayload: text,
};
