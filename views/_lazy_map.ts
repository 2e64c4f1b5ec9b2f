import { encodeUtf8 } from "../wire/mod.ts";
import { readVarint32, skipValue, skipVarint } from "./_bytes.ts";
import { newView, type PlannedField } from "./_plan.ts";
import { entry, readEntry } from "./_scan.ts";
import type { Source } from "./_source.ts";
import { zeroValue } from "./_values.ts";

/** How many times the entries are looked through for a key before they are put into the map. */
const MAX_LOOKUPS = 3;

/**
 * The map of a view: a `Map` whose entries are read when they are asked for. The first keys that
 * are looked up are searched in the bytes; whatever needs the order or the number of the entries,
 * and further keys, make it read them all.
 */
export class LazyMap extends Map<unknown, unknown> {
  readonly #field: PlannedField;
  readonly #source: Source;
  readonly #pos: number;
  readonly #records: number;
  /** How often the entries may still be looked through; -1 once they have been read. */
  #lookups: number;

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
    this.#lookups = type === "message" || type === "bytes" ? 0 : MAX_LOOKUPS;
  }

  override get size(): number {
    this.#fill();
    return super.size;
  }

  override get(key: unknown): unknown {
    const bytes = this.#lookups > 0 ? this.#keyBytes(key) : undefined;
    if (bytes === undefined) {
      this.#fill();
      return super.get(key);
    }
    this.#lookups--;
    return this.#find(key, bytes);
  }

  override has(key: unknown): boolean {
    this.#fill();
    return super.has(key);
  }

  override forEach(
    callback: (value: unknown, key: unknown, map: Map<unknown, unknown>) => void,
    thisArg?: unknown,
  ): void {
    this.#fill();
    super.forEach(callback, thisArg);
  }

  override entries(): MapIterator<[unknown, unknown]> {
    this.#fill();
    return super.entries();
  }

  override keys(): MapIterator<unknown> {
    this.#fill();
    return super.keys();
  }

  override values(): MapIterator<unknown> {
    this.#fill();
    return super.values();
  }

  override [Symbol.iterator](): MapIterator<[unknown, unknown]> {
    return this.entries();
  }

  override set(_key: unknown, _value: unknown): this {
    throw readOnly();
  }

  override delete(_key: unknown): boolean {
    throw readOnly();
  }

  override clear(): void {
    throw readOnly();
  }

  /** The bytes of a key to search for: none if it is no string; `undefined` if it cannot be one. */
  #keyBytes(key: unknown): Uint8Array | undefined {
    if (this.#field.kid.fields[1]!.descriptor.type !== "string") return NONE;
    return typeof key === "string" && key.isWellFormed() ? encodeUtf8(key) : undefined;
  }

  /** Looks for the last entry with a key. */
  #find(key: unknown, keyBytes: Uint8Array): unknown {
    const { kid } = this.#field;
    const { bytes } = this.#source;
    const isString = kid.fields[1]!.descriptor.type === "string";
    let found: unknown;
    this.#each(() => {
      const same = isString ? isKey(bytes, entry.key, keyBytes) : this.#key() === key;
      if (same && this.#isKnown()) found = this.#value();
    });
    return found;
  }

  /** Puts the entries into the map. */
  #fill(): void {
    if (this.#lookups < 0) return;
    this.#lookups = -1;
    this.#each(() => {
      if (this.#isKnown()) super.set(this.#key(), this.#value());
    });
  }

  /** Does something for each record, which is in `entry` then. */
  #each(visit: () => void): void {
    const { tag, kid } = this.#field;
    const { bytes } = this.#source;
    let pos = this.#pos;
    for (let records = this.#records; records > 0 && pos < bytes.length;) {
      const found = readVarint32(bytes, pos) >>> 0;
      const value = skipVarint(bytes, pos);
      pos = skipValue(bytes, value, found);
      if (found !== tag) continue;
      records--;
      readEntry(kid, bytes, skipVarint(bytes, value), pos);
      visit();
    }
  }

  #key(): unknown {
    const key = this.#field.kid.fields[1]!;
    return entry.key < 0 ? zeroValue(key.descriptor) : key.read(this.#source, entry.key);
  }

  #value(): unknown {
    const value = this.#field.kid.fields[2]!;
    if (entry.value >= 0) return value.read(this.#source, entry.value);
    return value.isMessage ? newView(value.kid, this.#source, 0, 0) : zeroValue(value.descriptor);
  }

  /** Whether the entry is one of the map: not if its value is none of a closed enum's. */
  #isKnown(): boolean {
    const { known } = this.#field.kid.fields[2]!;
    return known === undefined || known.has(this.#value() as number);
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
