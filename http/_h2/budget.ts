/** How often something may happen: so many times in one go, and so many times a second. */
export class Budget {
  #left: number;
  readonly #most: number;
  readonly #perSecond: number;

  constructor(most: number, perSecond: number) {
    this.#left = this.#most = most;
    this.#perSecond = perSecond;
  }

  /** Takes some; whether there was enough. */
  take(count: number): boolean {
    this.#left -= count;
    return this.#left >= 0;
  }

  /** Gives some back. */
  give(count: number): void {
    this.#left = Math.min(this.#most, this.#left + count);
  }

  /** Gives back what time gives back. */
  refill(elapsedMs: number): void {
    this.give(this.#perSecond * elapsedMs / 1000);
  }
}
