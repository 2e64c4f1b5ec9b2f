import type { Abortable } from "./_http.ts";

/** An `AbortSignal` as an {@linkcode Abortable}. */
export class SignalAbort implements Abortable {
  readonly #signal: AbortSignal;
  #listener: ((reason: unknown) => void) | undefined;
  readonly #onAbort = () => this.#listener?.(this.#signal.reason);

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get onAbort(): ((reason: unknown) => void) | undefined {
    return this.#listener;
  }

  set onAbort(listener: ((reason: unknown) => void) | undefined) {
    this.#listener = listener;
    if (listener === undefined) this.#signal.removeEventListener("abort", this.#onAbort);
    else if (this.#signal.aborted) this.#onAbort();
    else this.#signal.addEventListener("abort", this.#onAbort);
  }
}
