import { JsonError } from "@seria/seria/json";
import { DescriptorError, equals, type Message, type MessageType } from "@seria/seria/reflect";
import { TextError } from "@seria/seria/text";
import { WireError } from "@seria/seria/wire";
import { assertEquals } from "@std/assert";

/** How long an error may be, whatever the input, in characters. */
const MAX_ERROR = 2000;

/** What comes of an attempt: a value, or an error that the project promises. */
export type Outcome<T> = { readonly value: T; error?: undefined } | {
  readonly error: string;
  value?: undefined;
};

/**
 * Tries something.
 *
 * @throws What it throws, if that is not one of the given errors.
 */
export function outcome<T>(
  run: () => T,
  ...expected: (new (...args: never[]) => Error)[]
): Outcome<T> {
  try {
    return { value: run() };
  } catch (error) {
    return { error: describe(error, expected) };
  }
}

/** The outcome in the words of the error. Where it is belongs to that. */
export function describe(
  error: unknown,
  expected: readonly (new (...args: never[]) => Error)[],
): string {
  if (!expected.some((kind) => error instanceof kind)) throw error;
  if (error instanceof WireError) return `${error.code}: ${error.message} (${error.offset})`;
  if (error instanceof JsonError || error instanceof TextError) {
    return `${error.code}: ${error.message} (${error.path} ${error.line}:${error.column})`;
  }
  return error instanceof DescriptorError ? error.message : String(error);
}

/** Checks that two messages are the same, field by field. */
export function assertSame(type: MessageType, actual: Message, expected: Message): void {
  if (!equals(type, actual, expected)) assertEquals(actual, expected);
}

/** Checks that two attempts came to the same: the same message, or the same error. */
export function assertAgree(
  type: MessageType,
  dynamic: Outcome<Message>,
  generated: Outcome<Message>,
): void {
  if (generated.error !== undefined || dynamic.error !== undefined) {
    assertEquals(dynamic, generated, "dynamic and generated types disagree");
    const length = generated.error?.length ?? 0;
    if (length > MAX_ERROR) throw new Error(`The error is ${length} characters long`);
  } else {
    assertSame(type, dynamic.value, generated.value);
  }
}
