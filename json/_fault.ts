import { JsonError, type JsonErrorCode } from "./error.ts";

/** The longest piece of input that an error repeats, in UTF-16 code units. */
const MAX_QUOTED = 64;

/**
 * A failure on its way out. It gathers the path while it passes each message, list and map, so that
 * nothing needs to know its path before something fails; at the entry point it becomes a
 * {@linkcode JsonError}.
 */
export class JsonFault {
  readonly code: JsonErrorCode;
  readonly reason: string;
  /** Where in the text it was noticed, in UTF-16 code units, or -1. */
  readonly offset: number;
  #path = "";

  constructor(code: JsonErrorCode, reason: string, offset = -1) {
    this.code = code;
    this.reason = reason;
    this.offset = offset;
  }

  /** The error for the caller of a function of this package. */
  error(action: "read" | "write", text?: string): JsonError {
    const path = this.#path.startsWith(".") ? this.#path.slice(1) : this.#path;
    const message = `Cannot ${action} JSON: ${path === "" ? "" : `${path}: `}${this.reason}`;
    if (text === undefined || this.offset < 0) return new JsonError(this.code, message, path);
    const [line, column] = positionOf(text, this.offset);
    return new JsonError(
      this.code,
      `${message} at line ${line}, column ${column}`,
      path,
      line,
      column,
    );
  }

  /** Puts a step before the path. */
  under(step: string): this {
    this.#path = step + this.#path;
    return this;
  }
}

/** The line and the column of an offset, both from 1. */
function positionOf(text: string, offset: number): [line: number, column: number] {
  let line = 1;
  let start = 0;
  for (;;) {
    const end = text.indexOf("\n", start);
    if (end < 0 || end >= offset) return [line, offset - start + 1];
    line++;
    start = end + 1;
  }
}

/** What to throw on when something failed inside the field of a name. */
export function inField(error: unknown, name: string): unknown {
  if (!(error instanceof JsonFault)) return error;
  return error.under(name.startsWith("[") ? shorten(name) : `.${shorten(name)}`);
}

/** What to throw on when something failed inside a list element. */
export function inElement(error: unknown, index: number): unknown {
  return error instanceof JsonFault ? error.under(`[${index}]`) : error;
}

/** What to throw on when something failed inside a map entry. */
export function inEntry(error: unknown, key: unknown): unknown {
  return error instanceof JsonFault ? error.under(`[${quote(String(key))}]`) : error;
}

/** Input in quotes, for an error; cut if it is long. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text));
}

function shorten(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}

/** The fault for a limit that was hit. */
export function limitFault(what: string, option: string, offset?: number): JsonFault {
  return new JsonFault("limit", `${what}: raise ${option} if the input is trusted`, offset);
}
