import { decodeBase64, encodeBase64 } from "../../wire/mod.ts";
import { ConnectError } from "../error.ts";
import type { ByteSource } from "../http_client.ts";
import { after } from "../_promise.ts";

/** A run of base64 with what padding it ends with: a body may have several. */
const RUN = /[^=]+={0,2}/g;

/** Encodes bytes in base64, padded, so that what comes next can be put behind it. */
export function encodeText(bytes: Uint8Array): Uint8Array {
  return new TextEncoder().encode(encodeBase64(bytes));
}

/** Encodes a body in base64, each chunk by itself. */
export function encodeSource(source: ByteSource): ByteSource {
  return {
    read: () => after(source.read(), (chunk) => chunk && encodeText(chunk)),
    cancel: (reason) => source.cancel(reason),
  };
}

/**
 * Decodes a body in base64, wherever its chunks begin and its padding stands.
 *
 * @throws {ConnectError} From `read()`, with code `invalid_argument`, if it is not base64, or not
 * whole.
 */
export function decodeSource(source: ByteSource): ByteSource {
  const decoder = new TextDecoder();
  /** Less than four characters, which stand for nothing yet. */
  let rest = "";
  const decode = (chunk: Uint8Array | null): Uint8Array | null => {
    if (chunk === null) {
      if (rest !== "") throw invalid();
      return null;
    }
    const text = rest + decoder.decode(chunk, { stream: true });
    const end = text.length - text.length % 4;
    rest = text.slice(end);
    return decodeRuns(text.slice(0, end));
  };
  return {
    read: () => after(source.read(), decode),
    cancel: (reason) => source.cancel(reason),
  };
}

function decodeRuns(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 4 * 3);
  let length = 0;
  for (const [run] of text.matchAll(RUN)) {
    try {
      // decodeBase64() takes the other alphabet, and no padding: nobody sends such.
      if (run.length % 4 !== 0 || /[-_]/.test(run)) throw new SyntaxError();
      const decoded = decodeBase64(run);
      bytes.set(decoded, length);
      length += decoded.length;
    } catch {
      throw invalid();
    }
  }
  if (text.startsWith("=")) throw invalid();
  return bytes.subarray(0, length);
}

function invalid(): ConnectError {
  return new ConnectError("the body is not base64", "invalid_argument");
}
