import { WireError } from "../wire/mod.ts";
import { TextError, type TextErrorCode } from "./error.ts";

/** The longest piece of input that an error repeats, in UTF-16 code units. */
const MAX_QUOTED = 64;

/**
 * A failure on its way out. It gathers the path while it passes each message and list, so that
 * nothing needs to know its path before something fails; at the entry point it becomes a
 * {@linkcode TextError}.
 */
export class TextFault {
  readonly code: TextErrorCode;
  readonly reason: string;
  /** Where in the text it is, in UTF-16 code units, or -1. */
  readonly offset: number;
  #path = "";

  constructor(code: TextErrorCode, reason: string, offset = -1) {
    this.code = code;
    this.reason = reason;
    this.offset = offset;
  }

  /** The error for the caller of a function of this package. */
  error(action: "read" | "write", text?: string): TextError {
    const path = this.#path.startsWith(".") ? this.#path.slice(1) : this.#path;
    const message = `Cannot ${action} text: ${path === "" ? "" : `${path}: `}${this.reason}`;
    if (text === undefined || this.offset < 0) return new TextError(this.code, message, path);
    const { line, column } = positionOf(text, this.offset);
    const where = `at line ${line}, column ${column}`;
    return new TextError(this.code, `${message} ${where}`, path, line, column);
  }

  /** Puts a step before the path. */
  under(step: string): this {
    this.#path = step + this.#path;
    return this;
  }
}

/** What to throw on when something failed inside the field of a name, or `[name]`. */
export function inField(error: unknown, name: string): unknown {
  if (!(error instanceof TextFault)) return error;
  return error.under(name.startsWith("[") ? shorten(name) : `.${shorten(name)}`);
}

/** What to throw on when something failed inside a list element. */
export function inElement(error: unknown, index: number): unknown {
  return error instanceof TextFault ? error.under(`[${index}]`) : error;
}

/** What to throw on when something failed inside a map entry. */
export function inEntry(error: unknown, key: unknown): unknown {
  return error instanceof TextFault ? error.under(`[${quote(String(key))}]`) : error;
}

/** What to throw on when something failed in the binary format; other errors are as they are. */
export function fromWire(error: unknown, offset?: number): unknown {
  if (!(error instanceof WireError)) return error;
  const code = error.code === "limit" ? "limit" : "value";
  return new TextFault(code, error.message, offset);
}

/** Input in quotes, for an error; cut if it is long. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text));
}

function shorten(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}

/** The fault for a limit that was hit. */
export function limitFault(what: string, option: string, offset?: number): TextFault {
  return new TextFault("limit", `${what}: raise ${option} if the input is trusted`, offset);
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (;;) {
    const end = text.indexOf("\n", start);
    if (end < 0 || end >= offset) return { line, column: offset - start + 1 };
    line++;
    start = end + 1;
  }
}
