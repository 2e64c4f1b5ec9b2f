/** What stands in a percent-encoded message as it is: printable ASCII but for the percent sign. */
const PLAIN = /^[\x20-\x24\x26-\x7e]*$/;

/**
 * Encodes the message of a status.
 *
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses: Percent-Encoded
 */
export function encodePercent(text: string): string {
  if (PLAIN.test(text)) return text;
  let encoded = "";
  for (const byte of new TextEncoder().encode(text)) {
    encoded += byte >= 0x20 && byte <= 0x7e && byte !== 0x25
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}

/** Decodes the message of a status. What is not encoded as it should be, stays as it is. */
export function decodePercent(encoded: string): string {
  if (!encoded.includes("%")) return encoded;
  return encoded.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const hex = run.slice(1).split("%");
    return new TextDecoder().decode(Uint8Array.from(hex, (byte) => parseInt(byte, 16)));
  });
}
