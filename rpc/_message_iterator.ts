import { isPromise } from "./_promise.ts";

/**
 * Messages that are received one by one. A message that is there already costs one promise, where a
 * generator would make several. Calls of `next()` that overlap are queued, as with any generator.
 */
export abstract class MessageIterator<T> implements AsyncIterableIterator<T, undefined> {
  /** The last `next()`, while it is under way. */
  #last: Promise<unknown> | undefined;
  #ended = false;

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#last !== undefined) {
      const step = () => this.#step();
      return this.#wait(this.#last.then(step, step));
    }
    try {
      const result = this.#step();
      return isPromise(result) ? this.#wait(result) : Promise.resolve(result);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Takes no more. Does not wait for a `next()` that is under way, but ends it. */
  return(): Promise<IteratorResult<T, undefined>> {
    this.#ended = true;
    this.stop();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Receives a message, or `undefined` at the end. It is not called again after that, or an error. */
  protected abstract receive(): T | undefined | Promise<T | undefined>;

  /** Lets go of what was not received: a `receive()` that is under way fails. */
  protected abstract stop(): void;

  #wait(result: Promise<IteratorResult<T, undefined>>): Promise<IteratorResult<T, undefined>> {
    this.#last = result;
    const done = () => {
      if (this.#last === result) this.#last = undefined;
    };
    result.then(done, done);
    return result;
  }

  #step(): IteratorResult<T, undefined> | Promise<IteratorResult<T, undefined>> {
    if (this.#ended) return { done: true, value: undefined };
    try {
      const received = this.receive();
      if (!isPromise(received)) return this.#result(received);
      return received.then((message) => this.#result(message), (error) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
    }
  }

  #result(message: T | undefined): IteratorResult<T, undefined> {
    if (message !== undefined) return { done: false, value: message };
    this.#ended = true;
    return { done: true, value: undefined };
  }

  #fail(error: unknown): never {
    this.#ended = true;
    throw error;
  }
}
