import type { ByteSource } from "../http_client.ts";

/** What else happens to a stream of bytes. */
export interface BodyStreamOptions {
  /** Is called once when nothing of it is left to be read, or wanted. */
  closed?: () => void;
  /**
   * Breaks the stream at once when it is aborted. Deno's fetch, aborted by the same signal, would
   * otherwise take the stream for ended, and tell the server so.
   */
  signal?: AbortSignal | undefined;
}

/**
 * Makes a stream of bytes as they are read. Nothing is read that the stream's reader has not asked
 * for.
 */
export function bodyStream(
  source: ByteSource,
  { closed, signal }: BodyStreamOptions = {},
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      // Of no use if it is aborted already: then nothing is sent.
      signal?.addEventListener("abort", () => controller.error(signal.reason));
    },
    async pull(controller) {
      const chunk = await source.read();
      try {
        if (chunk !== null) return controller.enqueue(chunk);
        controller.close();
      } catch {
        // Deno.serve cancels the stream inside enqueue() if the client is gone.
      }
      closed?.();
    },
    cancel(reason) {
      source.cancel(reason);
      closed?.();
    },
  }, { highWaterMark: 0 });
}
