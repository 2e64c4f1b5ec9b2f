/** Memory that is counted, as a `Reader` does. */
export interface MemoryBudget {
  /** Takes so many bytes from the budget, or throws. */
  charge(cost: number): void;
}

/**
 * Gathers the unknown fields of one message while it is decoded: ranges of the input, and records
 * made up for unknown values of a closed enum in a packed field. Nothing is copied before the end.
 *
 * @example Gather two ranges
 * ```ts
 * import { UnknownFields } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const fields = new UnknownFields(new Uint8Array([8, 1, 16, 2, 24, 3]));
 * fields.addRange(0, 2);
 * fields.addRange(4, 6);
 * assertEquals(fields.concat(), new Uint8Array([8, 1, 24, 3]));
 * ```
 */
export class UnknownFields {
  readonly #bytes: Uint8Array;
  readonly #budget: MemoryBudget | undefined;
  #chunks: Uint8Array[] | undefined;
  #start = 0;
  #end = 0;
  #length = 0;

  /**
   * Begins with none.
   *
   * @param bytes The input that ranges refer to.
   * @param budget Is charged for copying again what a message had before; usually the reader.
   */
  constructor(bytes: Uint8Array, budget?: MemoryBudget) {
    this.#bytes = bytes;
    this.#budget = budget;
  }

  /**
   * Adds a range of the input.
   *
   * @param start Where a record's tag begins.
   * @param end Where the record ends, exclusive.
   * @returns Whether this began a new chunk, rather than going on with the last one.
   */
  addRange(start: number, end: number): boolean {
    this.#length += end - start;
    if (start === this.#end && this.#end > 0) {
      this.#end = end;
      return false;
    }
    this.#flush();
    this.#start = start;
    this.#end = end;
    return true;
  }

  /**
   * Adds a record that the input does not hold in this form.
   *
   * @param record The record, tag included; kept, not copied.
   */
  addRecord(record: Uint8Array): void {
    this.#flush();
    (this.#chunks ??= []).push(record);
    this.#length += record.length;
  }

  /**
   * Puts everything together.
   *
   * @param before Unknown fields that the message had already, or `undefined`.
   * @returns All unknown fields in the order they came, newly allocated.
   * @throws {WireError} With code `limit`, if the budget cannot bear it. A message that comes in
   * many pieces, each with an unknown field, is copied with each of them.
   */
  concat(before?: Uint8Array): Uint8Array {
    // Nearly always, there is one range and nothing else.
    if (before === undefined && this.#chunks === undefined) {
      return this.#bytes.slice(this.#start, this.#end);
    }
    this.#flush();
    // No more than the input's length: a short input may be merged once into a large message.
    if (before !== undefined) {
      this.#budget?.charge(Math.min(before.length, this.#bytes.length));
    }
    const all = new Uint8Array((before?.length ?? 0) + this.#length);
    let pos = 0;
    if (before !== undefined) {
      all.set(before);
      pos = before.length;
    }
    for (const chunk of this.#chunks ?? []) {
      all.set(chunk, pos);
      pos += chunk.length;
    }
    return all;
  }

  #flush(): void {
    if (this.#end > this.#start) {
      (this.#chunks ??= []).push(this.#bytes.subarray(this.#start, this.#end));
    }
    this.#start = this.#end = 0;
  }
}

/**
 * Ends the reading of a message: puts together the unknown fields that were read, and those that it
 * had before.
 *
 * @param message The message; gets `$unknown` if there are any.
 * @param unknown What was gathered, or `undefined`.
 * @param existing The message that was merged into, or `undefined`.
 *
 * @example Keep what was there before
 * ```ts
 * import { keepUnknown } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const message: { $unknown?: Uint8Array } = {};
 * keepUnknown(message, undefined, { $unknown: new Uint8Array([8, 1]) });
 * assertEquals(message.$unknown, new Uint8Array([8, 1]));
 * ```
 */
export function keepUnknown(
  message: { $unknown?: Uint8Array },
  unknown: UnknownFields | undefined,
  existing: { $unknown?: Uint8Array } | undefined,
): void {
  const before = existing?.$unknown;
  if (unknown !== undefined) message.$unknown = unknown.concat(before);
  else if (before !== undefined) message.$unknown = before;
}
