import type { FieldDescriptor, MessageDescriptor } from "../reflect/mod.ts";

/** The longest piece of input that an error repeats, in UTF-16 code units. */
const MAX_QUOTED = 64;

/**
 * Follows a path through a message type.
 *
 * @param message Where the path begins.
 * @param path Names of fields as in the `.proto` file, with points between.
 * @returns The field that it leads to; or what is wrong with the path, for an error.
 */
export function followPath(message: MessageDescriptor, path: string): FieldDescriptor | string {
  let inside = message;
  // No list of names is made: a client may send a path of a million of them.
  for (let start = 0;;) {
    const end = path.indexOf(".", start);
    const name = path.slice(start, end < 0 ? undefined : end);
    const field = inside.fieldByName(name);
    if (field === undefined) return noField(inside, name);
    if (end < 0) return field;
    const stop = endOf(field);
    if (stop !== undefined) return `${name} is ${stop}, where a path must end`;
    inside = field.message!;
    start = end + 1;
  }
}

/**
 * Follows a path through a message type.
 *
 * @param message Where the path begins.
 * @param path The path.
 * @returns The field that it leads to.
 * @throws {RangeError} If the path leads nowhere.
 */
export function fieldOnPath(message: MessageDescriptor, path: string): FieldDescriptor {
  const field = followPath(message, path);
  if (typeof field !== "string") return field;
  throw new RangeError(`Cannot use path ${quote(path)} for ${message.fullName}: ${field}`);
}

/** What a path cannot go into; `undefined` for a singular message. */
function endOf(field: FieldDescriptor): string | undefined {
  if (field.cardinality === "map") return "a map";
  if (field.cardinality === "repeated") return "repeated";
  return field.message === undefined ? `of type ${field.type}` : undefined;
}

function noField(message: MessageDescriptor, name: string): string {
  const reason = `${message.fullName} has no field ${quote(name)}`;
  const meant = message.fields.find(({ localName, jsonName }) =>
    localName === name || jsonName === name
  );
  return meant === undefined ? reason : `${reason}, but ${quote(meant.name)}`;
}

function quote(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text);
}
