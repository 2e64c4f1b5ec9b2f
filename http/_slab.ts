const SLAB_BYTES = 16_384;
const MOST_SHARED_BYTES = SLAB_BYTES / 4;
const SMALL_BYTES = 1024;

let slab = new Uint8Array(0);
let used = 0;

/**
 * Makes an array for what does not live long. Short ones share a buffer with others: a buffer of
 * their own would cost 500 ns, where a part of a shared one costs 100. What is shared is small, as
 * one array that is kept keeps the whole buffer.
 */
export function allocate(length: number): Uint8Array {
  if (length > MOST_SHARED_BYTES) return new Uint8Array(length);
  if (used + length > slab.length) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  used += length;
  return slab.subarray(used - length, used);
}

/** Copies some bytes. Short copies share a buffer. */
export function copyOut(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const count = end - start;
  if (count > SMALL_BYTES) return bytes.slice(start, end);
  const copy = allocate(count);
  if (count <= 96) {
    for (let i = 0; i < count; i++) copy[i] = bytes[start + i]!;
  } else {
    copy.set(bytes.subarray(start, end));
  }
  return copy;
}
