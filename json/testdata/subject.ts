import { assertEquals, assertThrows } from "@std/assert";
import {
  create,
  createRegistry,
  type FileDescriptor,
  type FileDescriptorProto,
  FileDescriptorSet,
  type Message,
  type MessageType,
  type Registry,
} from "../../reflect/mod.ts";
import { JsonError, type JsonErrorCode } from "../error.ts";
import { fromJson, fromJsonString } from "../from_json.ts";
import type { JsonValue } from "../json_value.ts";
import type { FromJsonStringOptions, ToJsonOptions } from "../options.ts";
import { toJson, toJsonString } from "../to_json.ts";
import { file_json_test } from "./gen/json_test_pb.ts";
import { file_json_test_proto2 } from "./gen/json_test_proto2_pb.ts";

const generated = createRegistry(file_json_test, file_json_test_proto2);

/** The same types twice: generated ones, and ones made from a `FileDescriptorSet`. */
const MODES: readonly (readonly [mode: string, registry: Registry])[] = [
  ["generated", generated],
  ["dynamic", createRegistry(create(FileDescriptorSet, { file: [...protosOf(generated.files)] }))],
];

function* protosOf(files: readonly FileDescriptor[]): Iterable<FileDescriptorProto> {
  for (const file of files) yield file.proto;
}

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
    const type = this.registry.message(name) ?? this.registry.message(`seria.json.test.${name}`) ??
      this.registry.message(`seria.json.test2.${name}`);
    return type as MessageType<Fields>;
  }

  /** Reads text. */
  read(name: string, text: string, options: FromJsonStringOptions = {}): Fields {
    return fromJsonString(this.type(name), text, { registry: this.registry, ...options });
  }

  /** Reads a value. */
  readValue(name: string, json: JsonValue, options: FromJsonStringOptions = {}): Fields {
    return fromJson(this.type(name), json, { registry: this.registry, ...options });
  }

  /** Reads text with one field, and gives what the message holds for it. */
  readField(name: string, field: string, literal: string): unknown {
    return this.read(name, `{"${field}": ${literal}}`)[field];
  }

  /** Writes a message as text, after checking that its value form says the same. */
  write(name: string, message: object, options: ToJsonOptions = {}): string {
    const all = { registry: this.registry, ...options };
    const text = toJsonString(this.type(name), message as Fields, all);
    assertEquals(JSON.parse(text), toJson(this.type(name), message as Fields, all));
    return text;
  }

  /** Reads text, and writes it again. */
  roundTrip(name: string, text: string): string {
    return this.write(name, this.read(name, text));
  }

  /** Checks that text cannot be read. */
  rejects(
    name: string,
    text: string,
    code: JsonErrorCode,
    message = "",
    options: FromJsonStringOptions = {},
  ): JsonError {
    const error = assertThrows(() => this.read(name, text, options), JsonError, message);
    assertEquals(error.code, code, `${text}: ${error.message}`);
    return error;
  }

  /** Checks that a message cannot be written, in either form. */
  cannotWrite(
    name: string,
    message: object,
    code: JsonErrorCode,
    text = "",
    options: ToJsonOptions = {},
  ): JsonError {
    const all = { registry: this.registry, ...options };
    const type = this.type(name);
    const error = assertThrows(() => toJson(type, message as Fields, all), JsonError, text);
    assertEquals(error.code, code, error.message);
    assertThrows(() => toJsonString(type, message as Fields, all), JsonError, error.message);
    return error;
  }
}

/** Registers a test for generated and for dynamic types. */
export function test(name: string, check: (subject: Subject) => void): void {
  for (const [mode, registry] of MODES) {
    Deno.test(`${name} (${mode})`, () => check(new Subject(registry)));
  }
}
