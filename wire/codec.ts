import type { Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

/**
 * What the reader and the writer need of a message type. Generated code and dynamic types
 * implement it.
 */
export interface MessageCodec<T> {
  /** Roughly what an empty message takes in memory, in bytes; charged for each one created. */
  readonly cost: number;
  /** Creates an empty message, all fields in one fixed order. */
  create(): T;
  /**
   * Reads a message.
   *
   * @param reader Where the message begins.
   * @param existing The message to merge into; may be changed. `undefined` for a new one.
   * @param group How the message ends, as {@linkcode Reader.open} takes it.
   * @returns The message: `existing` itself, or another with all that it had.
   */
  read(reader: Reader, existing?: T, group?: number): T;
  /** Writes a message's fields, last field first. */
  write(message: T, writer: Writer): void;
}
