import { decodeAscii, floatPlaces, shortestFloat } from "../wire/mod.ts";
import { putBigint, putFloat, putSigned } from "./_digits.ts";

const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The size of the buffer, in bytes. */
const SIZE = 0x8000;
/** The longest scalar with what is before it: the name of an enum value takes more, and asks. */
const SCALAR = 40;
/** The longest key that is kept as words, in bytes. */
const MAX_KEY = 0x100;

const encoder = new TextEncoder();

/** A key in ASCII, ready to be written. */
export interface AsciiKey {
  /** How many bytes it has, with quotes and colon. */
  readonly length: number;
  /** The bytes, four in each: written so they take half the time. */
  readonly words: Int32Array;
}

/** Gets a key ready; `undefined` if it is not ASCII, or long. */
export function asciiKey(key: string): AsciiKey | undefined {
  const text = `${JSON.stringify(key)}:`;
  const bytes = encoder.encode(text);
  if (bytes.length !== text.length || bytes.length > MAX_KEY) return undefined;
  const view = new DataView(new ArrayBuffer((bytes.length + 3) & ~3));
  bytes.forEach((byte, i) => view.setUint8(i, byte));
  const words = Int32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getInt32(4 * i));
  return { length: bytes.length, words };
}

/** A buffer, which one output after the other uses: making one takes longer than a short message. */
interface Target {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView;
}

let spare: Target | undefined;

/**
 * JSON text of numbers, in the making. It is gathered as bytes, and becomes text when the buffer is
 * full, or all is there. To have V8 make a text of a number, and put texts together, takes three
 * times as long.
 */
export class NumberOutput {
  readonly #target: Target;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #pos = 0;
  /** What was in the buffer before. */
  #text = "";
  /** What the next member of the object begins with. */
  #separator = COMMA;

  constructor() {
    if (spare === undefined) {
      const bytes = new Uint8Array(SIZE);
      this.#target = { bytes, view: new DataView(bytes.buffer) };
    } else {
      this.#target = spare;
      spare = undefined;
    }
    this.#bytes = this.#target.bytes;
    this.#view = this.#target.view;
  }

  /** Ends the text; nothing may be written any more. */
  finish(): string {
    this.#flush();
    spare = this.#target;
    return this.#text;
  }

  /** Begins an object. */
  openObject(): void {
    this.#separator = OPEN_OBJECT;
  }

  /** Begins a member. There is room for a scalar after it. */
  key({ length, words }: AsciiKey): void {
    this.#room(length + SCALAR);
    const view = this.#view;
    let pos = this.#pos;
    this.#bytes[pos++] = this.#separator;
    this.#pos = pos + length;
    // The last word may reach past the key, into what is written next.
    for (let i = 0; i < words.length; i++, pos += 4) view.setInt32(pos, words[i]!);
    this.#separator = COMMA;
  }

  /** Ends an object. */
  closeObject(): void {
    this.#room(SCALAR);
    if (this.#separator === OPEN_OBJECT) this.#bytes[this.#pos++] = OPEN_OBJECT;
    this.#bytes[this.#pos++] = CLOSE_OBJECT;
    this.#separator = COMMA;
  }

  /** Begins a list. */
  openArray(): void {
    this.#room(SCALAR);
    this.#bytes[this.#pos++] = OPEN_ARRAY;
  }

  /** Begins an element of a list: makes room for a scalar. */
  element(): void {
    this.#room(SCALAR);
  }

  /** Ends an element of a list. */
  comma(): void {
    this.#room(SCALAR);
    this.#bytes[this.#pos++] = COMMA;
  }

  /** Ends a list. */
  closeArray(empty: boolean): void {
    if (!empty) this.#pos--; // the comma
    this.#bytes[this.#pos++] = CLOSE_ARRAY;
  }

  /** Writes ASCII text as it is. */
  ascii(text: string): void {
    if (text.length > SCALAR - 1) {
      this.#flush();
      this.#text += text;
      return;
    }
    const bytes = this.#bytes;
    const pos = this.#pos;
    for (let i = 0; i < text.length; i++) bytes[pos + i] = text.charCodeAt(i);
    this.#pos = pos + text.length;
  }

  /** Writes a 32-bit integer, signed or not. */
  integer(value: number): void {
    this.#pos = putSigned(this.#view, this.#pos, value);
  }

  /** Writes a 64-bit integer, in quotes. */
  bigint(value: bigint, signed: boolean): void {
    this.#pos = putBigint(this.#view, this.#pos, value, signed);
  }

  /** Writes a double that is finite and not -0. */
  double(value: number): void {
    if (value === (value | 0)) this.integer(value | 0);
    else this.ascii(String(value));
  }

  /** Writes a float that is finite and not -0, with the fewest digits that mean it. */
  float(value: number): void {
    const places = floatPlaces(value);
    if (places === undefined) this.double(shortestFloat(value));
    else this.#pos = putFloat(this.#view, this.#pos, value, places);
  }

  /**
   * Writes the elements of a list of 32-bit integers.
   *
   * @returns How many: up to the first that is none.
   */
  integers(list: readonly unknown[], signed: boolean): number {
    for (let i = 0; i < list.length; i++) {
      const value = list[i] as number;
      if (value !== (signed ? value | 0 : value >>> 0)) return i;
      let pos = this.#elementPos();
      pos = putSigned(this.#view, pos, value);
      this.#bytes[pos] = COMMA;
      this.#pos = pos + 1;
    }
    return list.length;
  }

  /** The same for 64-bit integers. */
  bigints(list: readonly unknown[], signed: boolean): number {
    for (let i = 0; i < list.length; i++) {
      const value = list[i] as bigint;
      if (typeof value !== "bigint") return i;
      if (value !== (signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value))) return i;
      let pos = this.#elementPos();
      pos = putBigint(this.#view, pos, value, signed);
      this.#bytes[pos] = COMMA;
      this.#pos = pos + 1;
    }
    return list.length;
  }

  /** The same for floats; up to the first that is out of the ordinary. */
  floats(list: readonly unknown[]): number {
    for (let i = 0; i < list.length; i++) {
      const value = list[i];
      if (typeof value !== "number") return i;
      const float = Math.fround(value);
      const places = floatPlaces(float);
      if (places === undefined) return i;
      let pos = this.#elementPos();
      pos = putFloat(this.#view, pos, float, places);
      this.#bytes[pos] = COMMA;
      this.#pos = pos + 1;
    }
    return list.length;
  }

  /** Where the next element goes. There is room for it. */
  #elementPos(): number {
    if (this.#pos > SIZE - SCALAR) this.#flush();
    return this.#pos;
  }

  #room(size: number): void {
    if (this.#pos + size > SIZE) this.#flush();
  }

  #flush(): void {
    this.#text += decodeAscii(this.#bytes, 0, this.#pos);
    this.#pos = 0;
  }
}
