/**
 * Reads a frame of the suite's protocol from standard input: a length of four bytes, little-endian,
 * then so many bytes.
 *
 * @returns The bytes, or `undefined` at the end of the input.
 * @throws {Deno.errors.UnexpectedEof} If the input ends inside a frame.
 */
export function readFrame(): Uint8Array | undefined {
  const prefix = readExactly(4);
  if (prefix === undefined) return undefined;
  const length = new DataView(prefix.buffer).getUint32(0, true);
  const frame = readExactly(length);
  if (frame === undefined && length > 0) throw truncated();
  return frame ?? new Uint8Array();
}

/**
 * Writes a frame to standard output.
 *
 * @param payload The bytes to frame.
 */
export function writeFrame(payload: Uint8Array): void {
  const frame = new Uint8Array(4 + payload.length);
  new DataView(frame.buffer).setUint32(0, payload.length, true);
  frame.set(payload, 4);
  for (let written = 0; written < frame.length;) {
    written += Deno.stdout.writeSync(frame.subarray(written));
  }
}

function readExactly(length: number): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(length);
  for (let read = 0; read < length;) {
    const count = Deno.stdin.readSync(bytes.subarray(read));
    if (count === null) {
      if (read === 0) return undefined;
      throw truncated();
    }
    read += count;
  }
  return bytes;
}

function truncated(): Error {
  return new Deno.errors.UnexpectedEof("Cannot read a frame: the input ends inside it");
}
