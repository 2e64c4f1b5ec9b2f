import { Fault, quote } from "../_textual/mod.ts";
import { JsonKind, type JsonSource } from "./_source.ts";

/** A list or object that is being read. */
interface Frame {
  /** The keys of an object, or `undefined` for a list. */
  readonly keys: readonly string[] | undefined;
  readonly value: Readonly<Record<string | number, unknown>>;
  readonly length: number;
  index: number;
}

/** Reads a JSON value in memory. */
export class ValueSource implements JsonSource {
  readonly exact = false;
  readonly offset = -1;
  readonly scanned = 0;
  /** The value that is up next, or was taken last. */
  #value: unknown;
  readonly #frames: Frame[] = [];

  constructor(value: unknown) {
    this.#value = value;
  }

  get plain(): boolean {
    return Number.isInteger(this.#value);
  }

  peek(): JsonKind {
    const value = this.#value;
    switch (typeof value) {
      case "string":
        return JsonKind.String;
      case "number":
        return JsonKind.Number;
      case "boolean":
        return JsonKind.Boolean;
      case "object":
        if (value === null) return JsonKind.Null;
        return Array.isArray(value) ? JsonKind.Array : JsonKind.Object;
    }
    throw new Fault("value", `${typeof value} is not a kind of JSON value`);
  }

  null(): void {}

  boolean(): boolean {
    return this.#value as boolean;
  }

  string(): string {
    return wellFormed(this.#value as string);
  }

  quotedInteger(): undefined {}

  number(): number {
    return this.#value as number;
  }

  numberText(): string {
    return String(this.#value);
  }

  openObject(): void {
    const value = this.#value as Record<string, unknown>;
    const keys = Object.keys(value);
    this.#frames.push({ keys, value, length: keys.length, index: 0 });
  }

  isKey(): boolean {
    return false;
  }

  key(): string | undefined {
    const frame = this.#frames.at(-1)!;
    if (frame.index === frame.length) {
      this.#frames.pop();
      return undefined;
    }
    const key = frame.keys![frame.index++]!;
    this.#value = frame.value[key];
    return wellFormed(key);
  }

  numbers(): undefined {}

  openArray(): void {
    const value = this.#value as unknown[];
    const elements = value as unknown as Record<number, unknown>;
    this.#frames.push({ keys: undefined, value: elements, length: value.length, index: 0 });
  }

  element(): boolean {
    const frame = this.#frames.at(-1)!;
    if (frame.index === frame.length) {
      this.#frames.pop();
      return false;
    }
    this.#value = frame.value[frame.index++];
    return true;
  }

  skip(_depth: number): void {}

  find(key: string): string | undefined {
    const value = this.#value as Record<string, unknown>;
    if (!Object.hasOwn(value, key)) return undefined;
    const found = value[key];
    if (typeof found === "string") return wellFormed(found);
    throw new Fault("value", `expected ${quote(key)} to be a string, not ${typeof found}`);
  }
}

function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  throw new Fault("value", "lone surrogate in a string");
}
