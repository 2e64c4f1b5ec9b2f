import { encode } from "@seria/seria/reflect";
import type { Message, MessageType } from "@seria/seria/reflect";
import { Code, ConnectError } from "@seria/seria/rpc";
import type { ErrorDetail } from "@seria/seria/rpc";
import type { Any } from "@seria/seria/wkt";
import type { ErrorDefinition, Header } from "./protocol.ts";

/** Metadata as the suite has it: an entry for each name. */
export function toHeaders(headers: Iterable<[string, string]>): Header[] {
  return Array.from(headers, ([name, value]) => ({ name, value: [value] }));
}

/** Adds the suite's metadata to what there is. */
export function addHeaders(target: Headers, headers: readonly Header[]): void {
  for (const { name, value } of headers) {
    for (const each of value) target.append(name, each);
  }
}

/** A message as `Any`. */
export function toAny<T extends Message>(type: MessageType<T>, message: T): Any {
  return anyOf(type.typeName, encode(type, message));
}

function anyOf(typeName: string, value: Uint8Array): Any {
  return { typeUrl: `type.googleapis.com/${typeName}`, value };
}

/** The error that the suite wants, with one more detail perhaps. */
export function toConnectError(error: ErrorDefinition, ...more: Any[]): ConnectError {
  const code = (Object.keys(Code) as Code[]).find((name) => Code[name] === error.code);
  const details = [...error.details, ...more].map(({ typeUrl, value }): ErrorDetail => ({
    type: typeUrl.slice(typeUrl.lastIndexOf("/") + 1),
    value,
  }));
  return new ConnectError(error.message ?? "", code, { details });
}

/** An error that a call failed with, for the suite. */
export function fromConnectError(error: ConnectError): ErrorDefinition {
  return {
    code: Code[error.code],
    message: error.rawMessage,
    details: error.details.map(({ type, value }) => anyOf(type, value)),
  };
}

/** Waits. */
export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
