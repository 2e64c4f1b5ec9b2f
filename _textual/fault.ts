import { WireError } from "../wire/mod.ts";
import { Path } from "./path.ts";
import { quote, shorten } from "./quote.ts";

/** The codes of `JsonError` and `TextError`. */
export type FaultCode = "syntax" | "unknown" | "duplicate" | "value" | "type" | "limit";

/** `JsonError` or `TextError`. */
export type ErrorClass = new (
  code: FaultCode,
  message: string,
  path: string,
  line?: number,
  column?: number,
) => Error;

/**
 * A failure on its way out. It gathers the path while it passes each message, list and map, so that
 * nothing needs to know its path before something fails; at the entry point it becomes the error
 * of the format: see {@linkcode toError}.
 */
export class Fault {
  readonly code: FaultCode;
  readonly reason: string;
  /** Where in the text it was noticed, in UTF-16 code units, or -1. */
  readonly offset: number;
  /** Which value it is about. */
  readonly path: Path = new Path();

  constructor(code: FaultCode, reason: string, offset = -1) {
    this.code = code;
    this.reason = reason;
    this.offset = offset;
  }
}

/**
 * What to throw to the caller: the error of the format if it is a fault, else what it was.
 *
 * @param error What was caught.
 * @param format The class to make.
 * @param action What cannot be done: `read JSON`.
 * @param text What was read, or `undefined` if it is no text.
 */
export function toError(
  error: unknown,
  format: ErrorClass,
  action: string,
  text?: string,
): unknown {
  if (!(error instanceof Fault)) return error;
  const { code, reason, offset } = error;
  const path = String(error.path);
  const message = `Cannot ${action}: ${path === "" ? "" : `${path}: `}${reason}`;
  if (text === undefined || offset < 0) return new format(code, message, path);
  const [line, column] = positionOf(text, offset);
  return new format(code, `${message} at line ${line}, column ${column}`, path, line, column);
}

/** What to throw on when something failed inside the field of a name, or `[name]`. */
export function inField(error: unknown, name: string): unknown {
  return under(error, name.startsWith("[") ? shorten(name) : `.${shorten(name)}`);
}

/** What to throw on when something failed inside a list element. */
export function inElement(error: unknown, index: number): unknown {
  return under(error, `[${index}]`);
}

/** What to throw on when something failed inside a map entry. */
export function inEntry(error: unknown, key: unknown): unknown {
  return under(error, `[${quote(String(key))}]`);
}

function under(error: unknown, step: string): unknown {
  if (error instanceof Fault) error.path.prepend(step);
  return error;
}

/** What to throw on when something failed in the binary format; other errors are as they are. */
export function fromWire(error: unknown, offset?: number): unknown {
  if (!(error instanceof WireError)) return error;
  return new Fault(error.code === "limit" ? "limit" : "value", error.message, offset);
}

/** The fault for a limit that was hit. */
export function limitFault(what: string, option: string, offset?: number): Fault {
  return new Fault("limit", `${what}: raise ${option} if the input is trusted`, offset);
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
