import { requestMetadata } from "../_client_call.ts";
import type { ClientConfig } from "../_client_config.ts";
import type { Lifetime } from "../_lifetime.ts";
import type { Message } from "../../reflect/mod.ts";
import type { ClientCall } from "../transport.ts";
import { PROTOCOL_VERSION, PROTOCOL_VERSION_HEADER } from "./names.ts";
import { setTimeoutHeader } from "./timeout.ts";

/** Makes the HTTP request of a call. */
export function clientRequest<I extends Message, O extends Message>(
  config: ClientConfig,
  { service, method, options }: ClientCall<I, O>,
  { contentType, body, lifetime, signal }: {
    contentType: string;
    body: Uint8Array;
    lifetime: Lifetime;
    signal: AbortSignal | undefined;
  },
): Request {
  const headers = requestMetadata(config, options);
  headers.set("content-type", contentType);
  headers.set(PROTOCOL_VERSION_HEADER, PROTOCOL_VERSION);
  // Or fetch asks for what it likes, and decompresses without a bound.
  headers.set("accept-encoding", "identity");
  const timeoutMs = lifetime.timeoutMs();
  if (timeoutMs !== undefined) setTimeoutHeader(headers, timeoutMs);
  return new Request(`${config.baseUrl}/${service.typeName}/${method.name}`, {
    method: "POST",
    headers,
    body: body as BodyInit,
    // A call is one request, and what it says is for the server that was named.
    redirect: "manual",
    signal: signal ?? null,
  });
}
