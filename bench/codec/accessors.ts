import type { FieldDescriptor, MessageDescriptor, OneofDescriptor } from "@seria/seria/reflect";
import type { Style } from "./library.ts";

/**
 * Writes the code that a program would have for messages of one library: functions that read one
 * field, read all fields, and build a message as a literal. JavaScript, as a module:
 *
 * - `readOne(message)`: the first string, or else the length of the first list;
 * - `readAll(message)`: every value, down to a character of each string;
 * - `build(message)`: the same message as a new literal, to be given to the library's `create`.
 *
 * @param descriptor The type.
 * @param style How the library's messages look.
 */
export function accessorsOf(
  descriptor: MessageDescriptor,
  style: Style,
): string {
  const all = [...reachable(descriptor)];
  return [
    `export const readOne = (m) => ${readOne(descriptor, style)};`,
    `export const readAll = ${functionName("read", descriptor)};`,
    `export const build = ${functionName("build", descriptor)};`,
    "function readString(s) { return s.length === 0 ? 0 : s.length + s.charCodeAt(0); }",
    ...all.map((message) => readFunction(message, style)),
    ...all.map((message) => buildFunction(message, style)),
    "",
  ].join("\n");
}

/** A type and those that it refers to, maps' entries left out. */
function reachable(
  message: MessageDescriptor,
  seen = new Set<MessageDescriptor>(),
) {
  if (seen.has(message)) return seen;
  seen.add(message);
  for (const field of message.fields) {
    const target = (field.mapValue ?? field).message;
    if (target !== undefined) reachable(target, seen);
  }
  return seen;
}

function functionName(verb: string, message: MessageDescriptor): string {
  return `${verb}_${message.fullName.replaceAll(".", "_")}`;
}

function readOne({ fields }: MessageDescriptor, style: Style): string {
  const text = fields.find((field) => field.type === "string" && field.cardinality === "singular");
  if (text !== undefined) return `m.${style.property(text)}.length`;
  return `m.${style.property(fields.find((field) => field.cardinality === "repeated")!)}.length`;
}

function readFunction(message: MessageDescriptor, style: Style): string {
  const lines = message.fields.map((field) => readField(field, style));
  const head = `function ${functionName("read", message)}(m) {`;
  return [head, "  let n = 0;", ...lines, "  return n;", "}"].join("\n");
}

function readField(field: FieldDescriptor, style: Style): string {
  const property = `m.${style.property(field)}`;
  if (field.cardinality === "map") {
    const entries = style.maps === "Map" ? property : `Object.entries(${property})`;
    const key = readValue(keyAsRead(field.mapKey!, style), "k", style);
    return `  for (const [k, v] of ${entries}) n += ${key} + ${
      readValue(field.mapValue!, "v", style)
    };`;
  }
  if (field.cardinality === "repeated") {
    return `  for (const v of ${property}) n += ${readValue(field, "v", style)};`;
  }
  if (field.oneof !== undefined) {
    const member = memberOf("m", field, field.oneof, style);
    return `  if (${member.isSet}) n += ${readValue(field, member.value, style)};`;
  }
  if (field.presence === "explicit") {
    return `  if (${property} != null) n += ${readValue(field, property, style)};`;
  }
  return `  n += ${readValue(field, property, style)};`;
}

/** The keys of objects are strings, whatever they were. */
function keyAsRead(key: FieldDescriptor, style: Style): FieldDescriptor {
  return style.maps === "Map" ? key : { ...key, type: "string" };
}

/** An expression for a number that depends on a value. */
function readValue(
  field: FieldDescriptor,
  value: string,
  style: Style,
): string {
  if (field.message !== undefined) {
    return `${functionName("read", field.message)}(${value})`;
  }
  if (field.type === "string") return `readString(${value})`;
  if (field.type === "bytes") return `${value}.length`;
  if (field.type === "bool") return `(${value} ? 1 : 0)`;
  if (!field.type.endsWith("64")) return value;
  if (style.longs === "bigint") return `(${value} === 0n ? 0 : 1)`;
  return style.longs === "Long" ? `${value}.low` : value;
}

function buildFunction(message: MessageDescriptor, style: Style): string {
  const lines = message.fields.filter((field) => field.oneof === undefined)
    .map((field) => `    ${style.property(field)}: ${buildField(field, style)},`);
  for (const oneof of message.oneofs) {
    const members = oneof.fields.map((field) => {
      const { isSet, value, init } = memberOf("m", field, oneof, style);
      return `(${isSet}) ? { ${init(buildValue(field, value))} } : `;
    });
    lines.push(`    ...(${members.join("")}{}),`);
  }
  const head = `function ${functionName("build", message)}(m) {`;
  return [head, "  return {", ...lines, "  };", "}"].join("\n");
}

function buildField(field: FieldDescriptor, style: Style): string {
  const property = `m.${style.property(field)}`;
  if (field.cardinality === "map") {
    const entry = `([k, v]) => [k, ${buildValue(field.mapValue!, "v")}]`;
    return style.maps === "Map"
      ? `new Map([...${property}].map(${entry}))`
      : `Object.fromEntries(Object.entries(${property}).map(${entry}))`;
  }
  if (field.cardinality === "repeated") {
    return field.message ? `${property}.map((v) => ${buildValue(field, "v")})` : property;
  }
  if (field.message === undefined) {
    if (field.presence !== "explicit") return property;
    // Some have a field's default on the prototype.
    return `Object.hasOwn(m, "${style.property(field)}") ? ${property} : undefined`;
  }
  return `${property} == null ? undefined : ${buildValue(field, property)}`;
}

function buildValue(field: FieldDescriptor, value: string): string {
  return field.message ? `${functionName("build", field.message)}(${value})` : value;
}

function memberOf(
  message: string,
  field: FieldDescriptor,
  oneof: OneofDescriptor,
  style: Style,
) {
  return style.member(message, oneof, field);
}
