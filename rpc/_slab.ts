const SLAB_BYTES = 0x4000;
const SMALL_BYTES = 0x400;

let slab = new Uint8Array(0);
let used = 0;

/**
 * Makes an array for what does not live long. A short one is part of a larger array, which costs a
 * third of one of its own (measured: 100 ns for 350). It must not be transferred.
 */
export function allocate(length: number): Uint8Array<ArrayBuffer> {
  if (length > SMALL_BYTES) return new Uint8Array(length);
  if (used + length > slab.length) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  used += length;
  return slab.subarray(used - length, used);
}
