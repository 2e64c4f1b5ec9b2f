const ENCODER = new TextEncoder();

/**
 * Writes characters U+0000 to U+00FF as bytes.
 *
 * @param text The characters.
 * @param bytes Where to: there must be room for as many bytes as characters. What is after them may
 * be overwritten.
 * @param offset The place of the first.
 */
export function writeLatin1(text: string, bytes: Uint8Array, offset: number): void {
  // It is ASCII nearly always, which is what encodeInto() writes fast.
  const target = offset === 0 ? bytes : bytes.subarray(offset);
  const { read, written } = ENCODER.encodeInto(text, target);
  if (read === text.length && written === text.length) return;
  for (let i = 0; i < text.length; i++) target[i] = text.charCodeAt(i);
}
