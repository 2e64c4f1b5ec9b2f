import type { Envelope } from "../_envelope.ts";
import { ConnectError } from "../error.ts";
import type { FieldPair } from "../http_client.ts";
import { MetadataMeter } from "../_metadata.ts";

/**
 * The flag of the envelope that holds the trailers.
 *
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md
 */
export const FLAG_TRAILERS = 0x80;

/** Makes trailers the last envelope of a response: lines as in HTTP/1.1, names in lower case. */
export function trailersFrame(trailers: readonly FieldPair[]): Envelope {
  let text = "";
  for (const [name, value] of trailers) text += `${name}: ${value}\r\n`;
  return { flags: FLAG_TRAILERS, data: new TextEncoder().encode(text) };
}

/**
 * Decodes the message of the last envelope.
 *
 * @throws {ConnectError} With code `internal`, if it has a line that is none; `resource_exhausted`,
 * if there are more trailers than there may be.
 */
export function decodeTrailersFrame(bytes: Uint8Array, maxMetadataBytes: number): Headers {
  const trailers = new Headers();
  const meter = new MetadataMeter(maxMetadataBytes);
  for (const line of new TextDecoder().decode(bytes).split(/\r?\n/)) {
    if (line === "") continue;
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    meter.add(name, value);
    try {
      if (colon < 0) throw new SyntaxError();
      trailers.append(name, value);
    } catch {
      throw new ConnectError("the trailers have a line that is none", "internal");
    }
  }
  return trailers;
}
