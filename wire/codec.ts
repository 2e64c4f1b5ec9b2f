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
  /** Reads fields into a message until the reader has no more. */
  read(message: T, reader: Reader): void;
  /** Writes a message's fields, last field first. */
  write(message: T, writer: Writer): void;
}
