import type { Message } from "@seria/seria/reflect";

/**
 * The messages of `conformance.proto`, in the shape that generated code gives them. They are
 * written out here because that code only exists once the suite has been run.
 *
 * @module
 */

/** `conformance.WireFormat`. */
export const WireFormat = { PROTOBUF: 1, JSON: 2, JSPB: 3, TEXT_FORMAT: 4 } as const;

/** `conformance.TestCategory`, as far as it matters here. */
export const TestCategory = { JSON_IGNORE_UNKNOWN_PARSING_TEST: 3 } as const;

/** The names of the payloads in requests and responses. */
export type PayloadCase = "protobufPayload" | "jsonPayload" | "jspbPayload" | "textPayload";

/** What a payload holds. */
export type Payload<C extends PayloadCase> = C extends "protobufPayload" ? Uint8Array : string;

type Payloads = { [C in PayloadCase]: { case: C; value: Payload<C> } }[PayloadCase];

/** `conformance.ConformanceRequest`. */
export interface ConformanceRequest extends Message {
  payload: Payloads | { case: undefined };
  requestedOutputFormat: number;
  messageType: string;
  testCategory: number;
  printUnknownFields: boolean;
}

/** The `result` of a `conformance.ConformanceResponse`. */
export type ConformanceResult = Payloads | {
  case: "parseError" | "serializeError" | "runtimeError" | "skipped";
  value: string;
};

/** `conformance.ConformanceResponse`. */
export interface ConformanceResponse extends Message {
  result: ConformanceResult | { case: undefined };
}
