/** The largest prime below 2^16. */
const MODULUS = 65_521;
/** How many bytes can be added up before the sums no longer fit 32 bits. */
const MAX_RUN = 5552;

/**
 * Returns the checksum that ends data in the zlib format.
 *
 * https://www.rfc-editor.org/rfc/rfc1950#section-8
 */
export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(at + MAX_RUN, bytes.length);
    for (; at < end; at++) {
      a += bytes[at]!;
      b += a;
    }
    a %= MODULUS;
    b %= MODULUS;
  }
  return (b << 16 | a) >>> 0;
}
