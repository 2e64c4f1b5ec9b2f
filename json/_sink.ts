import type { JsonValue } from "./json_value.ts";

/** JSON being written: text, or a value in memory. */
export interface JsonSink {
  /** Begins an object. */
  openObject(): void;
  /**
   * Begins a member; its value follows.
   *
   * @param key The key.
   * @param quoted The key as JSON text, if it is known already.
   */
  key(key: string, quoted?: string): void;
  /** Ends an object. */
  closeObject(): void;
  /** Begins a list. */
  openArray(): void;
  /** Begins an element; its value follows. */
  element(): void;
  /** Ends a list. */
  closeArray(): void;
  /** Writes a string without lone surrogates. */
  string(value: string): void;
  /** Writes a finite number. */
  number(value: number): void;
  /** Writes a boolean. */
  boolean(value: boolean): void;
  /** Writes null. */
  null(): void;
}

/** Writes JSON as text. */
export class TextSink implements JsonSink {
  /** What was written. */
  text = "";
  /** The white space of one level, or `""` for one line. */
  readonly #indent: string;
  readonly #colon: string;
  #depth = 0;
  /** Whether the innermost list or object is still empty. */
  #first = true;

  constructor(indent: string) {
    this.#indent = indent;
    this.#colon = indent === "" ? ":" : ": ";
  }

  openObject(): void {
    this.text += "{";
    this.#first = true;
    this.#depth++;
  }

  key(key: string, quoted: string = JSON.stringify(key)): void {
    this.element();
    this.text += quoted + this.#colon;
  }

  closeObject(): void {
    this.#close();
    this.text += "}";
  }

  openArray(): void {
    this.text += "[";
    this.#first = true;
    this.#depth++;
  }

  element(): void {
    if (!this.#first) this.text += ",";
    this.#first = false;
    if (this.#indent !== "") this.#newLine();
  }

  closeArray(): void {
    this.#close();
    this.text += "]";
  }

  string(value: string): void {
    this.text += isPlain(value) ? `"${value}"` : JSON.stringify(value);
  }

  number(value: number): void {
    // String(-0) is "0", and the sign would be lost.
    this.text += Object.is(value, -0) ? "-0" : value;
  }

  boolean(value: boolean): void {
    this.text += value;
  }

  null(): void {
    this.text += "null";
  }

  #close(): void {
    this.#depth--;
    if (this.#indent !== "" && !this.#first) this.#newLine();
    this.#first = false;
  }

  #newLine(): void {
    this.text += `\n${this.#indent.repeat(this.#depth)}`;
  }
}

/** Up to this many code units, a loop beats the fixed cost of `JSON.stringify()`. */
const SHORT = 32;

/** Whether a string is short, and nothing in it needs an escape. */
function isPlain(value: string): boolean {
  if (value.length > SHORT) return false;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < 0x20 || code === 0x22 || code === 0x5c || code > 0x7e) return false;
  }
  return true;
}

/** Writes JSON as a value. */
export class ValueSink implements JsonSink {
  /** What was written. */
  value: JsonValue = null;
  readonly #containers: JsonValue[] = [];
  #key = "";

  openObject(): void {
    const object = {};
    this.#add(object);
    this.#containers.push(object);
  }

  key(key: string): void {
    this.#key = key;
  }

  closeObject(): void {
    this.#containers.pop();
  }

  openArray(): void {
    const array: JsonValue[] = [];
    this.#add(array);
    this.#containers.push(array);
  }

  element(): void {}

  closeArray(): void {
    this.#containers.pop();
  }

  string(value: string): void {
    this.#add(value);
  }

  number(value: number): void {
    this.#add(value);
  }

  boolean(value: boolean): void {
    this.#add(value);
  }

  null(): void {
    this.#add(null);
  }

  #add(value: JsonValue): void {
    const container = this.#containers.at(-1);
    if (container === undefined) this.value = value;
    else if (Array.isArray(container)) container.push(value);
    else setOwn(container as Record<string, JsonValue>, this.#key, value);
  }
}

/** Sets a property; an assignment to `__proto__` would set the prototype. */
function setOwn(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key !== "__proto__") object[key] = value;
  else {
    Object.defineProperty(object, key, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
}
