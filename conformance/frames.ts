/** Which byte of a frame's length comes first. */
export type ByteOrder = "little-endian" | "big-endian";

/**
 * Reads frames from standard input, to its end: a length of four bytes, then so many bytes.
 *
 * @param byteOrder The byte order of lengths: the suites differ.
 * @throws {Deno.errors.UnexpectedEof} If the input ends inside a frame.
 */
export async function* readFrames(byteOrder: ByteOrder): AsyncGenerator<Uint8Array> {
  for (;;) {
    const prefix = await readExactly(4);
    if (prefix === undefined) return;
    const length = new DataView(prefix.buffer).getUint32(0, byteOrder === "little-endian");
    const frame = length === 0 ? prefix.subarray(4) : await readExactly(length);
    if (frame === undefined) throw truncated();
    yield frame;
  }
}

/**
 * Writes a frame to standard output.
 *
 * @param payload The bytes to frame.
 * @param byteOrder The byte order of its length.
 */
export function writeFrame(payload: Uint8Array, byteOrder: ByteOrder): void {
  const frame = new Uint8Array(4 + payload.length);
  new DataView(frame.buffer).setUint32(0, payload.length, byteOrder === "little-endian");
  frame.set(payload, 4);
  for (let written = 0; written < frame.length;) {
    written += Deno.stdout.writeSync(frame.subarray(written));
  }
}

async function readExactly(length: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = new Uint8Array(length);
  for (let read = 0; read < length;) {
    const count = await Deno.stdin.read(bytes.subarray(read));
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
