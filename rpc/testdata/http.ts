import { encodeEnvelopes } from "../_envelope.ts";
import type { HandlerOptions } from "../handler_options.ts";
import type { FetchHandler } from "../fetch_handler.ts";
import { createHandler } from "../handler.ts";
import type { ServiceImplementation } from "../service_implementation.ts";
import { GreetService } from "./gen/greet_pb.ts";

/** What answers the test service. */
export type GreetImplementation = ServiceImplementation<typeof GreetService.methods>;

/** Makes a handler for the test service. Errors that nobody expects fail the test. */
export function greetHandler(
  implementation: GreetImplementation,
  options: HandlerOptions = {},
): FetchHandler {
  const onError = (error: unknown) => {
    throw error;
  };
  return createHandler((router) => router.service(GreetService, implementation), {
    onError,
    ...options,
  });
}

/** Makes a request for a method of the test service. */
export function post(
  method: string,
  contentType: string,
  body?: BodyInit | Uint8Array | null,
  headers: Record<string, string> = {},
): Request {
  return new Request(`http://localhost/greet.v1.GreetService/${method}`, {
    method: "POST",
    headers: { "content-type": contentType, ...headers },
    body: body as BodyInit ?? null,
  });
}

/** Encodes an envelope. */
export function envelope(flags: number, data: Uint8Array | string): Uint8Array {
  return encodeEnvelopes([
    { flags, data: typeof data === "string" ? new TextEncoder().encode(data) : data },
  ]);
}

/** An envelope with text in it. */
export type TextEnvelope = readonly [flags: number, text: string];

/** Reads envelopes with text in them. */
export function textEnvelopes(bytes: Uint8Array): TextEnvelope[] {
  const envelopes: TextEnvelope[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(1);
    const data = bytes.subarray(at + 5, at + 5 + length);
    envelopes.push([bytes[at]!, new TextDecoder().decode(data)]);
    at += 5 + length;
  }
  return envelopes;
}

/** Makes a body that comes in chunks, and never ends if told so. */
export function chunks(
  parts: Iterable<Uint8Array>,
  { open = false, onCancel = () => {} }: { open?: boolean; onCancel?: () => void } = {},
): ReadableStream<Uint8Array> {
  const iterator = parts[Symbol.iterator]();
  return new ReadableStream({
    pull(controller) {
      const next = iterator.next();
      if (!next.done) controller.enqueue(next.value);
      else if (!open) controller.close();
      else return new Promise(() => {});
    },
    cancel: onCancel,
  }, { highWaterMark: 0 });
}

/** Joins bytes. */
export function join(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}
