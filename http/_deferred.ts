/** A promise that is settled from outside. Nobody needs to handle its rejection. */
export class Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;

  constructor() {
    ({ promise: this.promise, resolve: this.resolve, reject: this.reject } = Promise
      .withResolvers<T>());
    this.promise.catch(ignore);
  }
}

function ignore(): void {}
