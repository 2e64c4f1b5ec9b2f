import type { OneofValue } from "../reflect/mod.ts";
import { DEFAULT_RECURSION_LIMIT, limitOf } from "../wire/mod.ts";
import {
  type ListValue,
  NullValue,
  type Struct,
  type Value,
} from "./gen/google/protobuf/struct_pb.ts";
import type { JsonObject, JsonValue } from "./json_value.ts";

/** The longest piece of a path that an error repeats, in UTF-16 code units. */
const MAX_STEP = 64;

/** Where a conversion is, for its errors, and how deep it may still go. */
class Position {
  readonly #action: string;
  readonly #path: (string | number)[] = [];
  #depth: number;

  /**
   * @param action What is being done: "Cannot …".
   * @param recursionLimit How deep messages may nest, as the caller gave it.
   */
  constructor(action: string, recursionLimit: number | undefined) {
    this.#action = action;
    this.#depth = limitOf("recursionLimit", recursionLimit, DEFAULT_RECURSION_LIMIT);
  }

  /** Goes into a message. Values in a circle end here. */
  descend(): void {
    if (this.#depth < 1) {
      const reason = "nested too deep, or in a circle: raise recursionLimit if it is neither";
      throw this.error(RangeError, reason);
    }
    this.#depth--;
  }

  ascend(): void {
    this.#depth++;
  }

  /** Goes to a member or an element, which is a message. */
  enter(step: string | number): void {
    this.#path.push(step);
    this.descend();
  }

  leave(): void {
    this.#path.pop();
    this.ascend();
  }

  error(type: typeof TypeError | typeof RangeError, reason: string): TypeError | RangeError {
    const path = this.#path.map(stepText).join("").replace(/^\./, "");
    return new type(`${this.#action}: ${path === "" ? "" : `${path}: `}${reason}`);
  }
}

function stepText(step: string | number): string {
  if (typeof step === "number") return `[${step}]`;
  const text = step.length > MAX_STEP ? `${step.slice(0, MAX_STEP)}…` : step;
  return /^[\w$]+$/.test(step) ? `.${text}` : `[${JSON.stringify(text)}]`;
}

/** Makes messages of JSON. */
export class JsonToStruct {
  readonly #position: Position;

  constructor(recursionLimit: number | undefined) {
    this.#position = new Position("Cannot convert JSON", recursionLimit);
  }

  value(json: unknown): Value {
    switch (typeof json) {
      case "string":
        return { kind: { case: "stringValue", value: this.#text(json) } };
      case "boolean":
        return { kind: { case: "boolValue", value: json } };
      case "number":
        if (!Number.isFinite(json)) throw this.#error(RangeError, `JSON has no number ${json}`);
        return { kind: { case: "numberValue", value: json } };
      case "object":
        return { kind: this.#container(json) };
    }
    throw this.#error(TypeError, `JSON has no value of type ${typeof json}`);
  }

  list(json: unknown): ListValue {
    if (!Array.isArray(json)) {
      throw this.#error(TypeError, `expected an array, not ${kindOf(json)}`);
    }
    const values: Value[] = [];
    // By index, as an array with holes must not pass.
    for (let i = 0; i < json.length; i++) {
      this.#position.enter(i);
      values.push(this.value(json[i]));
      this.#position.leave();
    }
    return { values };
  }

  struct(json: unknown): Struct {
    if (!isPlainObject(json)) {
      throw this.#error(TypeError, `expected a plain object, not ${kindOf(json)}`);
    }
    const fields = new Map<string, Value>();
    for (const key of Object.keys(json)) {
      this.#position.enter(key);
      fields.set(this.#text(key), this.value(json[key]));
      this.#position.leave();
    }
    return { fields };
  }

  #container(json: object | null): Value["kind"] {
    if (json === null) return { case: "nullValue", value: NullValue.NULL_VALUE };
    this.#position.descend();
    const kind: Value["kind"] = Array.isArray(json)
      ? { case: "listValue", value: this.list(json) }
      : { case: "structValue", value: this.struct(json) };
    this.#position.ascend();
    return kind;
  }

  #text(text: string): string {
    if (text.isWellFormed()) return text;
    throw this.#error(RangeError, "a string has a lone surrogate");
  }

  #error(type: typeof TypeError | typeof RangeError, reason: string): Error {
    return this.#position.error(type, reason);
  }
}

/** Makes JSON of messages. */
export class StructToJson {
  readonly #position: Position;

  constructor(recursionLimit: number | undefined) {
    this.#position = new Position("Cannot convert to JSON", recursionLimit);
  }

  value({ kind }: Value): JsonValue {
    switch (kind.case) {
      case "nullValue":
        return null;
      case "numberValue":
        if (Number.isFinite(kind.value)) return kind.value;
        throw this.#position.error(RangeError, `JSON has no number ${kind.value}`);
      case "stringValue":
      case "boolValue":
        return kind.value;
      case "listValue":
      case "structValue":
        return this.#container(kind);
    }
    const { case: member } = kind as OneofValue;
    const reason = member === undefined
      ? "the Value has no kind"
      : `a Value has no kind "${member}"`;
    throw this.#position.error(TypeError, reason);
  }

  list({ values }: ListValue): JsonValue[] {
    return values.map((value, index) => this.#inside(index, value));
  }

  struct({ fields }: Struct): JsonObject {
    const members: [key: string, json: JsonValue][] = [];
    for (const [key, value] of fields) members.push([key, this.#inside(key, value)]);
    // Unlike assignment, this makes "__proto__" a property like any other.
    return Object.fromEntries(members);
  }

  #inside(step: string | number, value: Value): JsonValue {
    this.#position.enter(step);
    const json = this.value(value);
    this.#position.leave();
    return json;
  }

  #container(kind: Extract<Value["kind"], { case: "listValue" | "structValue" }>): JsonValue {
    this.#position.descend();
    const json = kind.case === "listValue" ? this.list(kind.value) : this.struct(kind.value);
    this.#position.ascend();
    return json;
  }
}

/** Whether a value is an object of no class, of this realm or another. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function kindOf(value: unknown): string {
  if (typeof value !== "object") return typeof value;
  if (value === null) return "null";
  return value.constructor?.name || "an object";
}
