const SLAB_BYTES = 16_384;
const SMALL_BYTES = 1024;

let slab = new Uint8Array(0);
let used = 0;

/**
 * Copies some bytes. Short ones share a buffer with others: a buffer of their own would cost 500 ns,
 * where a part of a shared one costs 100.
 */
export function copyOut(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const count = end - start;
  if (count > SMALL_BYTES) return bytes.slice(start, end);
  if (used + count > slab.length) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  const copy = slab.subarray(used, used + count);
  used += count;
  if (count <= 96) {
    for (let i = 0; i < count; i++) copy[i] = bytes[start + i]!;
  } else {
    copy.set(bytes.subarray(start, end));
  }
  return copy;
}
