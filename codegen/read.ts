import type {
  EnumDescriptor,
  FieldDescriptor,
  MessageDescriptor,
  OneofDescriptor,
} from "../reflect/mod.ts";
import type { Context } from "./context.ts";
import { exportName } from "./names.ts";
import { initialLiteral, isLong, membersOf, valueType, zeroLiteral } from "./field_type.ts";
import { packable, packedFunction, scalarMethod, tagOf, WIRE_LENGTH } from "./tags.ts";

/** What a `Uint8Array` costs; see `Reader.defaultBytes()`. */
const BYTES_COST = 200;

/**
 * Generates the function that reads a message. Fields are gathered in variables and become an
 * object at the end: numbers are never boxed before, and the object has its shape from the start.
 */
export function generateRead(context: Context, message: MessageDescriptor): void {
  const { printer } = context;
  const name = exportName(message);
  const reader = context.runtimeType("wire", "Reader");
  const parameters = [`reader: ${reader}`, `existing?: ${name}`, "group?: number"];
  printer.line("");
  printer.func(`read${name}`, parameters, name, () => {
    const members = membersOf(message);
    for (const member of members) declareVariable(context, message, member);
    printer.line(`let unknown: ${context.runtimeType("wire", "UnknownFields")} | undefined;`);
    if (members.length > 0) takeExisting(context, members);
    // What is made at the end is charged then.
    const cost = message.type.cost - BYTES_COST * members.filter(isMade).length;
    printer.line(`const outer = reader.open(${cost}, existing, group);`);
    printer.block("while (reader.more()) {", () => readTag(context, message), "}");
    printer.line("reader.close(outer);");
    if (members.length === 0) printer.line(`const message: ${name} = {};`);
    else {
      const values = members.map((member) => toArgument(context, member));
      printer.call("const message = ", `new ${name}_shape`, values, ";");
    }
    const keep = context.runtime("wire", "keepUnknown");
    printer.line(
      "if (unknown !== undefined || existing !== undefined) {",
      `  ${keep}(message, unknown, existing);`,
      "}",
      "return message;",
    );
  });
}

/** The variable that holds a field or a oneof while its message is read. */
export function variable(
  context: Context,
  { localName }: FieldDescriptor | OneofDescriptor,
): string {
  return context.isFree(localName) ? localName : `${localName}$`;
}

function declareVariable(
  context: Context,
  message: MessageDescriptor,
  member: FieldDescriptor | OneofDescriptor,
): void {
  const name = variable(context, member);
  const type = `${exportName(message)}["${member.localName}"]`;
  const initial = member.kind === "oneof"
    ? context.runtime("reflect", "UNSET_ONEOF")
    : initialLiteral(context, member);
  context.printer.line(
    isMade(member)
      ? `let ${name}: ${type} | undefined;`
      : initial === "undefined"
      ? `let ${name}: ${type};`
      : member.kind === "field" && member.cardinality === "singular" && member.enum === undefined
      ? `let ${name} = ${initial};`
      : `let ${name}: ${type} = ${initial};`,
  );
}

/** Begins with the values of the message that is merged into. */
function takeExisting(
  context: Context,
  members: readonly (FieldDescriptor | OneofDescriptor)[],
): void {
  const { printer } = context;
  const names = members.map((member) => fromProperty(context, member));
  const line = `if (existing !== undefined) ({ ${names.join(", ")} } = existing);`;
  if (printer.fits(line)) return printer.line(line);
  printer.block("if (existing !== undefined) {", () => {
    printer.braces("({", names, "} = existing);");
  }, "}");
}

/** Whether a field's initial value is made only if it is not read: an array takes its time. */
function isMade(member: FieldDescriptor | OneofDescriptor): boolean {
  return member.kind === "field" && member.cardinality === "singular" &&
    member.type === "bytes" && member.presence !== "explicit";
}

function fromProperty(context: Context, member: FieldDescriptor | OneofDescriptor): string {
  const name = variable(context, member);
  return name === member.localName ? name : `${member.localName}: ${name}`;
}

function toArgument(context: Context, member: FieldDescriptor | OneofDescriptor): string {
  const name = variable(context, member);
  if (!isMade(member)) return name;
  return `${name} ?? reader.defaultBytes(${initialLiteral(context, member as FieldDescriptor)})`;
}

function readTag(context: Context, message: MessageDescriptor): void {
  const { printer } = context;
  printer.line("const tag = reader.tag();");
  if (message.fields.length === 0) {
    printer.line("unknown = reader.unknown(tag, unknown);");
    return;
  }
  printer.block("switch (tag) {", () => {
    for (const field of message.fields) readField(context, field);
    printer.line("default:", "  unknown = reader.unknown(tag, unknown);");
  }, "}");
}

function readField(context: Context, field: FieldDescriptor): void {
  if (field.cardinality === "map") return readMap(context, field);
  readValue(context, field);
  if (field.cardinality === "repeated" && packable(field)) readPackedRun(context, field);
}

/** Reads one value; a number that a closed enum lacks becomes an unknown field. */
function readValue(context: Context, field: FieldDescriptor): void {
  const { printer } = context;
  const open = `case ${tagOf(field)}:`;
  if (isClosed(field)) {
    printer.block(`${open} {`, () => {
      if (field.cardinality === "repeated") growList(context, field);
      printer.line("const start = reader.start;", "const value = reader.int32();");
      printer.block(`if (${context.closedEnumName(field.enum!)}.has(value)) {`, () => {
        store(context, field, `value as ${valueType(context, field)}`, []);
      }, "} else {");
      printer.line("  unknown = reader.keep(start, unknown);", "}", "break;");
    }, "}");
    return;
  }
  printer.line(open);
  printer.indented(() => {
    if (field.cardinality === "repeated") growList(context, field);
    if (field.message) {
      const { call, args } = readMessage(context, field, existingValue(context, field));
      store(context, field, call, args);
    } else {
      store(context, field, readExpression(field), []);
    }
    printer.line("break;");
  });
}

/** Charges a list that grows. Between two elements that are messages, lists in them may grow. */
function growList(context: Context, field: FieldDescriptor): void {
  const list = variable(context, field);
  const grow = `reader.growList(${list});`;
  context.printer.line(packable(field) ? grow : `if (${list}.length === 0) ${grow}`);
}

/** What a message is merged into. */
function existingValue(context: Context, field: FieldDescriptor): string {
  if (field.cardinality === "repeated") return "undefined";
  if (!field.oneof) return variable(context, field);
  const memberOf = context.runtime("reflect", "memberOf");
  return `${memberOf}(${variable(context, field.oneof)}, "${field.localName}")`;
}

/** Puts a value where the field is: an expression, or a call if there are arguments. */
function store(
  context: Context,
  field: FieldDescriptor,
  value: string,
  args: readonly string[],
): void {
  const { printer } = context;
  const name = variable(context, field.oneof ?? field);
  const expression = args.length > 0 ? `${value}(${args.join(", ")})` : value;
  if (field.oneof) {
    const line = `${name} = { case: "${field.localName}", value: ${expression} };`;
    if (printer.fits(line)) return printer.line(line);
    printer.block(`${name} = {`, () => {
      printer.line(`case: "${field.localName}",`);
      if (args.length > 0) printer.call("value: ", value, args, ",");
      else printer.line(`value: ${value},`);
    }, "};");
  } else if (field.cardinality === "repeated") {
    printer.call("", `${name}.push`, [expression], ";");
  } else if (args.length > 0) {
    printer.call(`${name} = `, value, args, ";");
  } else {
    printer.line(`${name} = ${value};`);
  }
}

function readPackedRun(context: Context, field: FieldDescriptor): void {
  const { printer } = context;
  const list = variable(context, field);
  printer.line(`case ${tagOf(field, WIRE_LENGTH)}:`);
  printer.indented(() => {
    if (isClosed(field)) {
      const read = context.runtime("wire", "readPackedClosedEnum");
      const numbers = context.closedEnumName(field.enum!);
      const args = ["reader", list, numbers, `${field.number}`, "unknown"];
      printer.call("unknown = ", read, args, ";");
    } else if (isLong(field) && field.jsType !== "bigint") {
      const read = context.runtime(
        "wire",
        field.jsType === "number" ? "readPacked" : "readPackedBigint",
      );
      const each = `(r) => ${readExpression(field, "r")}`;
      printer.call("", read, ["reader", list, each], ";");
    } else {
      const read = context.runtime("wire", packedFunction("read", field));
      const element = field.enum && valueType(context, field);
      printer.call(`${list} = `, element ? `${read}<${element}>` : read, ["reader", list], ";");
    }
    printer.line("break;");
  });
}

function readMessage(
  context: Context,
  field: FieldDescriptor,
  existing: string,
): { call: string; args: string[] } {
  const target = field.message!;
  if (target.file === context.file) {
    const args = ["reader"];
    if (existing !== "undefined" || field.delimited) args.push(existing);
    if (field.delimited) args.push(`${field.number}`);
    return { call: `read${exportName(target)}`, args };
  }
  const type = context.symbol(target);
  return field.delimited
    ? { call: "reader.group", args: [type, `${field.number}`, existing] }
    : { call: "reader.message", args: [type, existing] };
}

/** Reads a scalar or a number of an open enum. */
function readExpression(field: FieldDescriptor, reader = "reader"): string {
  const read = `${reader}.${scalarMethod(field)}()`;
  if (!isLong(field) || field.jsType === "bigint") return read;
  return field.jsType === "string" ? `${read}.toString()` : `${reader}.safeInteger(${read})`;
}

function readMap(context: Context, field: FieldDescriptor): void {
  const { printer } = context;
  const key = field.mapKey!;
  const value = field.mapValue!;
  const type = valueType(context, value);
  printer.block(`case ${tagOf(field)}: {`, () => {
    if (isClosed(value)) printer.line("const start = reader.start;");
    printer.line(`let key: ${valueType(context, key)} = ${zeroLiteral(context, key)};`);
    printer.line(
      value.message || value.type === "bytes"
        ? `let value: ${type} | undefined;`
        : `let value: ${isClosed(value) ? "number" : type} = ${zeroLiteral(context, value)};`,
    );
    printer.line("const outer = reader.openEntry();");
    printer.block("while (reader.more()) {", () => {
      const read = readMapValue(context, value);
      printer.line(
        "const inner = reader.tag();",
        `if (inner === ${tagOf(key)}) key = ${readExpression(key)};`,
        `else if (inner === ${tagOf(value)}) value = ${read};`,
        "else reader.skip(inner);",
      );
    }, "}");
    printer.line("reader.leave(outer);");
    const map = variable(context, field);
    if (isClosed(value)) {
      const numbers = context.closedEnumName(value.enum!);
      printer.line(
        `if (${numbers}.has(value)) ${map}.set(key, value as ${type});`,
        "else unknown = reader.keep(start, unknown);",
      );
    } else {
      const fallback = value.message
        ? ` ?? reader.emptyMessage(${context.symbol(value.message)})`
        : value.type === "bytes"
        ? ` ?? reader.defaultBytes(${zeroLiteral(context, value)})`
        : "";
      printer.line(`${map}.set(key, value${fallback});`);
    }
    printer.line("break;");
  }, "}");
}

function readMapValue(context: Context, value: FieldDescriptor): string {
  if (!value.message) return readExpression(value);
  const { call, args } = readMessage(context, value, "value");
  return `${call}(${args.join(", ")})`;
}

function isClosed(field: FieldDescriptor): boolean {
  return field.enum !== undefined && !field.enum.open;
}

/** The closed enums that a message's fields use. */
export function closedEnumsOf(message: MessageDescriptor): EnumDescriptor[] {
  const enums = new Set<EnumDescriptor>();
  for (const field of message.fields) {
    const target = field.mapValue ?? field;
    if (isClosed(target)) enums.add(target.enum!);
  }
  return [...enums];
}

/** Generates the constants that hold the numbers of closed enums, for those that a file uses. */
export function generateClosedEnums(context: Context, enums: ReadonlySet<EnumDescriptor>): void {
  for (const enumeration of enums) {
    const make = context.runtime("reflect", "enumValues");
    const line = `const ${context.closedEnumName(enumeration)} = /* @__PURE__ */ ${make}(`;
    const name = context.symbol(enumeration);
    context.printer.line("", `/** The numbers of the closed enum \`${enumeration.fullName}\`. */`);
    if (context.printer.fits(`${line}${name});`)) context.printer.line(`${line}${name});`);
    else context.printer.line(line, `  ${name},`, ");");
  }
}
