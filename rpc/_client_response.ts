import { normalizeContentType } from "./_content_type.ts";
import { ConnectError } from "./error.ts";
import type { FieldPair, Fields } from "./http_client.ts";
import { markReceived } from "./_received.ts";

/**
 * Checks that a response with status 200 is what was asked for.
 *
 * @param prefix What the content type begins with if the other side speaks the protocol at all.
 * @param protoType What stands for the binary format as well.
 * @throws {ConnectError} With code `internal` for another codec, `unknown` for all else.
 */
export function checkContentType(
  headers: Fields,
  prefix: string,
  codec: string,
  protoType?: string,
): void {
  const contentType = headers.get("content-type") ?? "";
  const normal = normalizeContentType(contentType);
  if (normal === prefix + codec || (codec === "proto" && normal === protoType)) return;
  throw new ConnectError(
    `the response has content-type "${contentType}", not "${prefix}${codec}"`,
    normal.startsWith(prefix) || normal === protoType ? "internal" : "unknown",
  );
}

/** Adds to an error what came with it. */
export function received(
  error: ConnectError,
  headers: Iterable<FieldPair>,
  trailers: Iterable<FieldPair>,
): ConnectError {
  for (const [name, value] of headers) error.metadata.append(name, value);
  for (const [name, value] of trailers) error.metadata.append(name, value);
  markReceived(error);
  return error;
}
