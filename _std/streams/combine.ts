/**
 * Makes one stream of several, one after another.
 *
 * @param streams The streams.
 * @returns The chunks of the first, then those of the second, and so on.
 */
export function concatReadableStreams<T>(...streams: ReadableStream<T>[]): ReadableStream<T> {
  let index = 0;
  return new ReadableStream<T>({
    async pull(controller): Promise<void> {
      for (; index < streams.length; index++) {
        const reader = streams[index]!.getReader();
        const { done, value } = await reader.read();
        reader.releaseLock();
        if (!done) return controller.enqueue(value);
      }
      controller.close();
    },
    async cancel(reason): Promise<void> {
      await Promise.allSettled(streams.map((stream) => stream.cancel(reason)));
    },
  });
}

/**
 * Makes one stream of several, chunks in the order they come.
 *
 * @param streams The streams.
 * @returns A stream that ends when all have ended, and fails when one fails.
 */
export function mergeReadableStreams<T>(...streams: ReadableStream<T>[]): ReadableStream<T> {
  return new ReadableStream<T>({
    start(controller): void {
      let failed = false;
      const forward = async (stream: ReadableStream<T>) => {
        for await (const chunk of stream) {
          if (failed) return;
          controller.enqueue(chunk);
        }
      };
      // Not awaited: what has come may be read before the rest has.
      Promise.all(streams.map(forward)).then(
        () => controller.close(),
        (error) => {
          failed = true;
          controller.error(error);
        },
      );
    },
  });
}
