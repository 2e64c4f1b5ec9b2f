/**
 * Reads the frames of the suite's protocol from standard input, to its end: a length of four bytes,
 * big-endian, then so many bytes.
 *
 * @throws {Deno.errors.UnexpectedEof} If the input ends inside a frame.
 */
export async function* readFrames(): AsyncGenerator<Uint8Array> {
  for (;;) {
    const prefix = await readExactly(4);
    if (prefix === undefined) return;
    const length = new DataView(prefix.buffer).getUint32(0);
    const frame = await readExactly(length);
    if (frame === undefined) throw truncated();
    yield frame;
  }
}

/**
 * Writes a frame to standard output.
 *
 * @param payload The bytes to frame.
 */
export function writeFrame(payload: Uint8Array): void {
  const frame = new Uint8Array(4 + payload.length);
  new DataView(frame.buffer).setUint32(0, payload.length);
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
