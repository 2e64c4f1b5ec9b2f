import { assertEquals, assertThrows } from "@std/assert";
import {
  create,
  createRegistry,
  FileDescriptorSet,
  type Message,
  type MessageType,
  type Registry,
} from "../../reflect/mod.ts";
import { file_google_protobuf_duration, file_google_protobuf_struct } from "../../wkt/mod.ts";
import { TextError, type TextErrorCode } from "../error.ts";
import { fromText } from "../from_text.ts";
import type { FromTextOptions, ToTextOptions } from "../options.ts";
import { toText } from "../to_text.ts";
import { file_text_test_editions } from "./gen/text_test_editions_pb.ts";
import { file_text_test } from "./gen/text_test_pb.ts";
import { file_text_test_proto2 } from "./gen/text_test_proto2_pb.ts";

const generated = createRegistry(
  file_text_test,
  file_text_test_proto2,
  file_text_test_editions,
  file_google_protobuf_duration,
  file_google_protobuf_struct,
);
const set = create(FileDescriptorSet, { file: generated.files.map((file) => file.proto) });

/** The same types twice: generated ones, and ones made from a `FileDescriptorSet`. */
const MODES: readonly (readonly [mode: string, registry: Registry])[] = [
  ["generated", generated],
  ["dynamic", createRegistry(set)],
];

const PACKAGES = ["", "seria.text.test.", "seria.text.test2.", "seria.text.test_editions."];

/** A message with its fields by name. */
export type Fields = Message & Record<string, unknown>;

/** The types of one mode, and what tests do with them. */
export class Subject {
  readonly registry: Registry;

  constructor(registry: Registry) {
    this.registry = registry;
  }

  /** A type of the test files, or one with its package. */
  type(name: string): MessageType<Fields> {
    for (const prefix of PACKAGES) {
      const type = this.registry.message(prefix + name);
      if (type !== undefined) return type as MessageType<Fields>;
    }
    throw new TypeError(`The test files have no ${name}`);
  }

  /** Reads text. */
  read(name: string, text: string, options: FromTextOptions = {}): Fields {
    return fromText(this.type(name), text, { registry: this.registry, ...options });
  }

  /** Reads text with one field, and gives what the message holds for it. */
  readField(name: string, field: string, literal: string): unknown {
    return this.read(name, `${field}: ${literal}`)[field];
  }

  /** Writes a message, in one line unless the options say otherwise. */
  write(name: string, message: object, options: ToTextOptions = {}): string {
    const all = { registry: this.registry, indent: 0, ...options };
    return toText(this.type(name), message as Fields, all);
  }

  /** Reads text, and writes it again. */
  roundTrip(name: string, text: string): string {
    return this.write(name, this.read(name, text));
  }

  /** Checks that text cannot be read. */
  rejects(
    name: string,
    text: string,
    code: TextErrorCode,
    message = "",
    options: FromTextOptions = {},
  ): TextError {
    const error = assertThrows(() => this.read(name, text, options), TextError, message);
    assertEquals(error.code, code, `${text}: ${error.message}`);
    return error;
  }

  /** Checks that a message cannot be written. */
  cannotWrite(
    name: string,
    message: object,
    code: TextErrorCode,
    text = "",
    options: ToTextOptions = {},
  ): TextError {
    const error = assertThrows(() => this.write(name, message, options), TextError, text);
    assertEquals(error.code, code, error.message);
    return error;
  }
}

/** Registers a test for generated and for dynamic types. */
export function test(name: string, check: (subject: Subject) => void): void {
  for (const [mode, registry] of MODES) {
    Deno.test(`${name} (${mode})`, () => check(new Subject(registry)));
  }
}
