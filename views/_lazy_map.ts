import { encodeUtf8 } from "../wire/mod.ts";
import { readVarint32, skipValue, skipVarint } from "./_bytes.ts";
import { INSPECT, inspectMap } from "./_inspect.ts";
import { newView, type PlannedField } from "./_plan.ts";
import { entry, readEntry } from "./_scan.ts";
import type { Source } from "./_source.ts";
import { zeroValue } from "./_values.ts";

/** Up to how many entries keys are looked for one by one: to hash text takes longer. */
const FEW = 8;
/** How many times the bytes of a larger map are looked through before its entries are read. */
const MAX_LOOKUPS = 3;

const NOTHING: unknown[] = [];

/** What is an instance of `Map`, without the table of one. */
const MapLike: { new (): object } = /* @__PURE__ */ (() => {
  const MapLike = class {};
  Object.setPrototypeOf(MapLike.prototype, Map.prototype);
  Object.defineProperty(MapLike.prototype, INSPECT, { value: inspectMap });
  return MapLike;
})();

/**
 * The map of a view: a `Map` whose entries are read when they are asked for. There is no table of a
 * few entries, which are mostly read in turn: to read five with text for keys takes half the time
 * then. The first keys that are looked for in a larger map are searched in the bytes.
 */
export class LazyMap extends MapLike {
  readonly #field: PlannedField;
  readonly #source: Source;
  readonly #pos: number;
  readonly #records: number;
  /** How often the bytes may still be looked through. */
  #lookups: number;
  /** The keys, and the values in the same order; `undefined` if they were not read. */
  #keys: unknown[] | undefined;
  #values: unknown[] = NOTHING;
  /** Where the keys are, if there are more than a few. */
  #table: Map<unknown, number> | undefined;

  /**
   * @param field The field.
   * @param source What is read.
   * @param pos Where the first record's tag begins.
   * @param records How many records there are.
   */
  constructor(field: PlannedField, source: Source, pos: number, records: number) {
    super();
    this.#field = field;
    this.#source = source;
    this.#pos = pos;
    this.#records = records;
    // What is no object may be read anew each time.
    const { type } = field.kid.fields[2]!.descriptor;
    this.#lookups = records <= FEW || type === "message" || type === "bytes" ? 0 : MAX_LOOKUPS;
  }

  get size(): number {
    return this.#allKeys().length;
  }

  get(key: unknown): unknown {
    const bytes = this.#keys === undefined && this.#lookups > 0 ? this.#keyBytes(key) : undefined;
    if (bytes === undefined) {
      const keys = this.#allKeys();
      const index = this.#indexOf(keys, keys.length, key);
      return index === -1 ? undefined : this.#values[index];
    }
    this.#lookups--;
    return this.#find(key, bytes);
  }

  has(key: unknown): boolean {
    const keys = this.#allKeys();
    return this.#indexOf(keys, keys.length, key) !== -1;
  }

  forEach(
    callback: (value: unknown, key: unknown, map: Map<unknown, unknown>) => void,
    thisArg?: unknown,
  ): void {
    for (const [key, value] of this.entries()) {
      callback.call(thisArg, value, key, this as unknown as Map<unknown, unknown>);
    }
  }

  entries(): ArrayIterator<[unknown, unknown]> {
    const keys = this.#allKeys();
    const values = this.#values;
    const entries: [unknown, unknown][] = [];
    for (let i = 0; i < keys.length; i++) entries.push([keys[i], values[i]]);
    return entries.values();
  }

  keys(): ArrayIterator<unknown> {
    return this.#allKeys().values();
  }

  values(): ArrayIterator<unknown> {
    this.#allKeys();
    return this.#values.values();
  }

  [Symbol.iterator](): ArrayIterator<[unknown, unknown]> {
    return this.entries();
  }

  set(_key: unknown, _value: unknown): this {
    throw readOnly();
  }

  delete(_key: unknown): boolean {
    throw readOnly();
  }

  clear(): void {
    throw readOnly();
  }

  /** The keys, in the order that they came in; they are read, and their values, on first use. */
  #allKeys(): unknown[] {
    if (this.#keys !== undefined) return this.#keys;
    // Of their length from the start: arrays that grow take longer than what is in them.
    const keys: unknown[] = new Array(this.#records);
    const values: unknown[] = new Array(this.#records);
    const source = this.#source;
    const { kid } = this.#field;
    const { read } = kid.fields[1]!;
    const { known } = kid.fields[2]!;
    let size = 0;
    let pos = this.#pos;
    for (let records = this.#records; records > 0; records--) {
      pos = this.#nextEntry(pos);
      const key = entry.key < 0 ? this.#zeroKey() : read(source, entry.key);
      const value = this.#value();
      if (known !== undefined && !known.has(value as number)) continue;
      const index = this.#indexOf(keys, size, key);
      if (index !== -1) {
        values[index] = value;
        continue;
      }
      this.#table?.set(key, size);
      keys[size] = key;
      values[size++] = value;
      if (size === FEW) this.#table = new Map(keys.slice(0, FEW).map((key, i) => [key, i]));
    }
    if (size < keys.length) keys.length = values.length = size;
    this.#values = values;
    return this.#keys = keys;
  }

  /** Where a key is among the first `size`; -1 if it is not. */
  #indexOf(keys: readonly unknown[], size: number, key: unknown): number {
    if (this.#table !== undefined) return this.#table.get(key) ?? -1;
    for (let i = 0; i < size; i++) if (keys[i] === key) return i;
    return -1;
  }

  /** Finds the next entry from `pos` on, which is in `entry` then. Returns where it ends. */
  #nextEntry(pos: number): number {
    const { tag, kid } = this.#field;
    const { bytes } = this.#source;
    entry.key = entry.value = -1;
    while (pos < bytes.length) {
      const length = bytes[pos + 1]!;
      // A tag from 0x80 to 0xff takes two bytes, and the first of them is the same.
      if (bytes[pos] === tag && tag < 0x80 && length < 0x80) {
        pos += 2 + length;
        readEntry(kid, bytes, pos - length, pos);
        break;
      }
      const found = readVarint32(bytes, pos) >>> 0;
      const value = skipVarint(bytes, pos);
      pos = skipValue(bytes, value, found);
      if (found !== tag) continue;
      readEntry(kid, bytes, skipVarint(bytes, value), pos);
      break;
    }
    return pos;
  }

  /** The bytes of a key to search for; `undefined` if it cannot be one. */
  #keyBytes(key: unknown): Uint8Array | undefined {
    if (this.#field.kid.fields[1]!.descriptor.type !== "string") return NONE;
    return typeof key === "string" && key.isWellFormed() ? encodeUtf8(key) : undefined;
  }

  /** Looks for the last entry with a key. */
  #find(key: unknown, keyBytes: Uint8Array): unknown {
    const { kid } = this.#field;
    const { bytes } = this.#source;
    const [, { descriptor, read }, { known }] = kid.fields as [
      undefined,
      PlannedField,
      PlannedField,
    ];
    let found: unknown;
    let pos = this.#pos;
    for (let records = this.#records; records > 0; records--) {
      pos = this.#nextEntry(pos);
      const same = descriptor.type === "string"
        ? isKey(bytes, entry.key, keyBytes)
        : (entry.key < 0 ? this.#zeroKey() : read(this.#source, entry.key)) === key;
      if (!same) continue;
      const value = this.#value();
      if (known === undefined || known.has(value as number)) found = value;
    }
    return found;
  }

  #zeroKey(): unknown {
    return zeroValue(this.#field.kid.fields[1]!.descriptor);
  }

  /** The value of the entry. */
  #value(): unknown {
    const value = this.#field.kid.fields[2]!;
    if (entry.value >= 0) return value.read(this.#source, entry.value);
    return value.isMessage ? newView(value.kid, this.#source, 0, 0) : zeroValue(value.descriptor);
  }
}

const NONE = /* @__PURE__ */ new Uint8Array(0);

/** Whether the string at `pos`, or none if that is -1, has these bytes. */
function isKey(bytes: Uint8Array, pos: number, key: Uint8Array): boolean {
  const length = pos < 0 ? 0 : readVarint32(bytes, pos);
  if (length !== key.length) return false;
  if (length === 0) return true;
  const start = skipVarint(bytes, pos);
  for (let i = 0; i < length; i++) if (bytes[start + i] !== key[i]) return false;
  return true;
}

function readOnly(): TypeError {
  return new TypeError("Cannot change the map of a view");
}
