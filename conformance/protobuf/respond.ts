import { JsonError } from "@seria/seria/json";
import type { Message } from "@seria/seria/reflect";
import { TextError } from "@seria/seria/text";
import { WireError } from "@seria/seria/wire";
import { rewriteExtensions } from "./extensions.ts";
import { type Context, type Format, FORMATS } from "./formats.ts";
import type { Mode } from "./modes.ts";
import {
  type ConformanceRequest,
  type ConformanceResult,
  type PayloadCase,
  WireFormat,
} from "./protocol.ts";

const OUTPUTS: Readonly<Record<number, PayloadCase>> = {
  [WireFormat.PROTOBUF]: "protobufPayload",
  [WireFormat.JSON]: "jsonPayload",
  [WireFormat.JSPB]: "jspbPayload",
  [WireFormat.TEXT_FORMAT]: "textPayload",
};

/**
 * Does what the suite asks for: reads a message in one format, writes it in another.
 *
 * @param request What is asked for.
 * @param mode Where the types come from.
 * @returns The message, or why there is none.
 */
export function respond(request: ConformanceRequest, mode: Mode): ConformanceResult {
  const { payload, messageType, requestedOutputFormat } = request;
  const type = mode.registry.message(messageType);
  if (type === undefined) {
    return { case: "runtimeError", value: `Unknown message type: ${messageType}` };
  }
  const outputCase = OUTPUTS[requestedOutputFormat];
  if (payload.case === undefined || outputCase === undefined) {
    return { case: "runtimeError", value: "No payload, or no output format" };
  }
  const input = FORMATS[payload.case] as Format<PayloadCase> | undefined;
  const output = FORMATS[outputCase] as Format<PayloadCase> | undefined;
  if (input === undefined) return { case: "skipped", value: `No support for ${payload.case}` };
  if (output === undefined) return { case: "skipped", value: `No support for ${outputCase}` };

  const context: Context = { mode, request };
  let message: Message;
  try {
    message = input.parse(type, payload.value, context);
    rewriteExtensions(type, message, mode.registry);
  } catch (error) {
    return { case: isDeclared(error) ? "parseError" : "runtimeError", value: describe(error) };
  }
  try {
    const value = output.serialize(type, mode.show(type, message), context);
    return { case: outputCase, value } as ConformanceResult;
  } catch (error) {
    return { case: isDeclared(error) ? "serializeError" : "runtimeError", value: describe(error) };
  }
}

/** Whether the error is of a class that the formats promise. Any other is a bug. */
function isDeclared(error: unknown): boolean {
  return error instanceof WireError || error instanceof JsonError || error instanceof TextError;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return isDeclared(error) ? error.message : error.stack ?? error.message;
}
