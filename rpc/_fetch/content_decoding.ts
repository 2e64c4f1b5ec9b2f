/**
 * Content codings that fetch decodes by itself, a few KiB at a time, leaving the headers as they
 * were. Others are not asked for.
 */
export const DECODED_BY_FETCH: readonly string[] = ["gzip", "br"];

/** What the compressed form of a message begins with, if no message begins so. */
const MAGIC: Readonly<Record<string, readonly number[]>> = {
  // Neither JSON nor a tag: there is no wire type 7.
  gzip: [0x1f, 0x8b],
};

/** Tells whether fetch has decoded a body: not if no fetch was involved. */
export function isDecoded({ type }: Response, encoding: string, body: Uint8Array): boolean {
  const magic = MAGIC[encoding];
  if (magic !== undefined) return magic.some((byte, i) => body[i] !== byte);
  // Of a response that a program has made it is "default".
  return type !== "default" && DECODED_BY_FETCH.includes(encoding);
}
