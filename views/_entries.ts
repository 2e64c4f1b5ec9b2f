/** What all iterators inherit from: `map()`, `[Symbol.iterator]()` and the like. */
const AllIterators: { new (): object } = /* @__PURE__ */ (() => {
  const AllIterators = class {};
  const prototype = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
  Object.setPrototypeOf(AllIterators.prototype, prototype);
  return AllIterators;
})();

/** The entries of a map. No array of all is made, and V8 does without the single ones. */
export class EntryIterator extends AllIterators {
  readonly #keys: readonly unknown[];
  readonly #values: readonly unknown[];
  #next = 0;

  /**
   * @param keys The keys.
   * @param values The values, in the same order.
   */
  constructor(keys: readonly unknown[], values: readonly unknown[]) {
    super();
    this.#keys = keys;
    this.#values = values;
  }

  /** Gives the next entry. */
  next(): IteratorResult<[unknown, unknown], undefined> {
    const i = this.#next++;
    return i < this.#keys.length
      ? { done: false, value: [this.#keys[i], this.#values[i]] }
      : { done: true, value: undefined };
  }
}
