/**
 * Reads a stream of bytes to its end.
 *
 * @param stream The stream.
 * @returns All of it.
 */
export function toBytes(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).bytes();
}

/**
 * Reads a stream of bytes to its end.
 *
 * @param readableStream The stream.
 * @returns All of it.
 */
export async function toArrayBuffer(
  readableStream: ReadableStream<Uint8Array>,
): Promise<ArrayBuffer> {
  const bytes = await toBytes(readableStream);
  return bytes.buffer as ArrayBuffer;
}

/**
 * Reads a stream of bytes to its end.
 *
 * @param stream The stream.
 * @returns All of it.
 */
export async function toBlob(stream: ReadableStream<Uint8Array>): Promise<Blob> {
  return new Blob([await toArrayBuffer(stream)]);
}

/**
 * Reads a stream of text or UTF-8 to its end.
 *
 * @param stream The stream.
 * @returns All of it.
 */
export async function toText(
  stream: ReadableStream<string> | ReadableStream<Uint8Array>,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream as ReadableStream<string | Uint8Array>) {
    text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * Reads a stream of JSON to its end and parses it.
 *
 * @param stream The stream, of text or UTF-8.
 * @returns What the JSON stands for.
 */
export async function toJson(
  stream: ReadableStream<string> | ReadableStream<Uint8Array>,
): Promise<unknown> {
  return JSON.parse(await toText(stream));
}
