import { type Compression, platformCompressions } from "@seria/seria/rpc";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { Compression as Numbers } from "./protocol.ts";

/** A compression that the platform has no stream for, as a program may bring its own. */
const ZSTD: Compression = {
  name: "zstd",
  compress: (bytes) => zstdCompressSync(bytes),
  decompress: (bytes, limit) =>
    new Uint8Array(zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, limit) })),
};

/** All compressions that are tested. */
export const COMPRESSIONS: readonly Compression[] = [...platformCompressions, ZSTD];

const NAMES: Readonly<Record<number, string>> = {
  [Numbers.IDENTITY]: "identity",
  [Numbers.GZIP]: "gzip",
  [Numbers.BR]: "br",
  [Numbers.ZSTD]: "zstd",
  [Numbers.DEFLATE]: "deflate",
};

/** The name of a compression of the suite. */
export function compressionName(number: number): string {
  const name = NAMES[number];
  if (name === undefined) throw new TypeError(`There is no support for compression ${number}`);
  return name;
}
