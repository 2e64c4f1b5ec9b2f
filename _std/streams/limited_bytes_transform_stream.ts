/** Options of {@linkcode LimitedBytesTransformStream}. */
export interface LimitedBytesTransformStreamOptions {
  /** Whether to fail when there is more, rather than to end. Default false. */
  error?: boolean;
}

/** Lets chunks through up to a number of bytes. A chunk that goes beyond it is dropped whole. */
export class LimitedBytesTransformStream extends TransformStream<Uint8Array, Uint8Array> {
  #passed = 0;

  /**
   * @param size How many bytes.
   * @param options What to do about more.
   */
  constructor(size: number, options: LimitedBytesTransformStreamOptions = {}) {
    super({
      transform: (chunk, controller): void => {
        if (this.#passed + chunk.length <= size) {
          this.#passed += chunk.length;
          controller.enqueue(chunk);
        } else if (options.error) {
          throw new RangeError(`Exceeded byte size limit of '${size}'`);
        } else {
          controller.terminate();
        }
      },
    });
  }
}
