/**
 * Makes a transform stream of a generator.
 *
 * @param transformer Takes the stream that is written to, gives what is read.
 * @param writableStrategy How much may be written ahead.
 * @param readableStrategy How much is made ahead.
 * @returns The transform stream.
 */
export function toTransformStream<I, O>(
  transformer: (src: ReadableStream<I>) => Iterable<O> | AsyncIterable<O>,
  writableStrategy?: QueuingStrategy<I>,
  readableStrategy?: QueuingStrategy<O>,
): TransformStream<I, O> {
  const input = new TransformStream<I, I>(undefined, writableStrategy);
  const iterator = iterate(transformer(input.readable));
  const readable = new ReadableStream<O>({
    async pull(controller): Promise<void> {
      try {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        await cancel(input.readable, error);
        controller.error(error);
      }
    },
    async cancel(reason): Promise<void> {
      try {
        await iterator.throw?.(reason);
      } catch {
        // What a generator does not catch comes back here.
      }
      await cancel(input.readable, reason);
    },
  }, readableStrategy);
  return { writable: input.writable, readable };
}

function iterate<O>(output: Iterable<O> | AsyncIterable<O>): Iterator<O> | AsyncIterator<O> {
  if (Symbol.asyncIterator in output) return output[Symbol.asyncIterator]();
  if (Symbol.iterator in output) return output[Symbol.iterator]();
  throw new TypeError("Transformer must return an iterable or async iterable");
}

/** Cancels a stream; one that has failed, or that a generator still has locked, says so in vain. */
async function cancel(stream: ReadableStream, reason: unknown): Promise<void> {
  try {
    await stream.cancel(reason);
  } catch {
    // It has ended in another way.
  }
}
