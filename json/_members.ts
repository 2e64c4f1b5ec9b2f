import type { JsonValue } from "./json_value.ts";

/** The names of properties that an object puts before all others, in the order of their values. */
const INDEX = /^(?:0|[1-9][0-9]{0,9})$/;

/** The members of an object that would not keep their order. */
export class Members {
  readonly entries: [key: string, value: JsonValue][] = [];
}

/** An object that is being made. */
export type JsonTarget = Record<string, JsonValue> | Members;

/** Whether an object would not keep this key in its place. */
export function isIndex(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 0x30 && first <= 0x39 && INDEX.test(key);
}

/** Adds a member. */
export function put(target: JsonTarget, key: string, value: JsonValue): void {
  if (target instanceof Members) {
    target.entries.push([key, value]);
  } else if (key !== "__proto__") {
    target[key] = value;
  } else {
    // An assignment would set the prototype.
    Object.defineProperty(target, key, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
}
