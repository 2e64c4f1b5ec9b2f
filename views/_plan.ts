import type { FieldDescriptor, Message, MessageType } from "../reflect/mod.ts";
import { type PackedCodec, packedCodec } from "../reflect/mod.ts";
import { makeTag, WireType } from "../wire/mod.ts";
import { groupEnd, skipBytes, skipVarint } from "./_bytes.ts";
import { type Layout, layoutOf } from "./_layout.ts";
import {
  BIT_SHIFT,
  ELEMENT,
  INDEX_SHIFT,
  isClosed,
  isFixed,
  isFixed32,
  NO_BIT,
  Op,
  opOf,
  packedOpOf,
} from "./_ops.ts";
import { isPlain } from "./_plain.ts";
import { PLACE, Place, PLAN, type ViewClass, type ViewObject } from "./_slots.ts";
import type { Source } from "./_source.ts";
import { scalarReader, type ValueReader } from "./_values.ts";

/** The longest table of tags; longer tags are looked up in a `Map`. */
const MAX_TABLE = 4096;
/** What an entry of a `Map` costs, its key and value included. */
const ENTRY_COST = 96;
/** What a `Uint8Array` costs. */
export const BYTES_COST = 200;

/** Makes the class of a type's views. */
export type ViewClassMaker = (plan: Plan) => ViewClass;

/** What goes to a slot when a field is found. */
export const Mark = {
  /** Nothing: the field is not known. */
  Unknown: 0,
  /** Where the last value begins. */
  Singular: 1,
  /** Where the last tag begins, of whichever member. */
  Oneof: 2,
  /** Where the first tag begins; the number of records to the slot after it. */
  Many: 3,
  /** The same, and some of what the records hold may be unknown fields instead. */
  ManyClosed: 4,
  /** As for other singular fields, unless the number is not known to the closed enum. */
  SingularClosed: 5,
  /** The same for the member of a oneof. */
  OneofClosed: 6,
} as const;

/** The low bits of what `Plan.marks` has: one of `Mark`. The slot is above them. */
export const MARK_BITS = 3;
/** Those bits. */
export const MARK_MASK = 7;

/** A field, as views go by it. */
export class PlannedField {
  readonly descriptor: FieldDescriptor;
  /** What is done when it is found: a `Mark`. */
  readonly mark: number;
  /** Where a view keeps what is known of it. */
  readonly slot: number;
  /** The tag of its values. */
  readonly tag: number;
  /** The tag of its packed runs; 0 if it has none. */
  readonly packedTag: number;
  /** Reads its packed runs; `undefined` where their elements need a look of their own. */
  readonly readPacked: PackedCodec["read"] | undefined;
  /** The numbers that it may hold, if it is of a closed enum. */
  readonly known: ReadonlySet<number> | undefined;
  /** Whether it is of a message type. A map is of one, too. */
  readonly isMessage: boolean;
  /** Reads a value. */
  readonly read: ValueReader;
  readonly #makeClass: ViewClassMaker;
  #kid: Plan | undefined;

  constructor(descriptor: FieldDescriptor, slot: number, makeClass: ViewClassMaker) {
    this.descriptor = descriptor;
    this.slot = slot;
    this.mark = markOf(descriptor);
    this.tag = makeTag(descriptor.number, wireTypeOf(descriptor));
    this.packedTag = isPackable(descriptor)
      ? makeTag(descriptor.number, WireType.LengthDelimited)
      : 0;
    this.readPacked = packedCodec(descriptor)?.read;
    this.known = isClosed(descriptor)
      ? new Set(descriptor.enum!.values.map((value) => value.number))
      : undefined;
    this.isMessage = descriptor.message !== undefined;
    this.read = this.#reader();
    this.#makeClass = makeClass;
  }

  /** The plan of its messages, or of the entries of a map. Made on first use: types may recur. */
  get kid(): Plan {
    return this.#kid ??= planWith(this.descriptor.message!.type, this.#makeClass);
  }

  #reader(): ValueReader {
    const { message, delimited } = this.descriptor;
    if (message === undefined) return scalarReader(this.descriptor);
    if (delimited) {
      return (source, pos) => newView(this.kid, source, pos, groupEnd(source.bytes, pos));
    }
    return (source, pos) => {
      const { bytes } = source;
      return newView(this.kid, source, skipVarint(bytes, pos), skipBytes(bytes, pos));
    };
  }
}

/**
 * What views of a message type go by: which tags are known, how each is checked, where it goes.
 * Made when the first view of the type is.
 */
export class Plan {
  readonly type: MessageType;
  /** Whether it is for the entries of a map. */
  readonly entry: boolean;
  /** Whether it is for messages of a few numbers, which are decoded as a whole. */
  readonly isPlain: boolean;
  /** Whether it is for entries from text to text, all of which must be UTF-8. */
  readonly isText: boolean;
  /** Roughly what the decoded message takes in memory, in bytes. */
  readonly cost: number;
  /** What of `cost` is for bytes that the message has by default. */
  readonly bytesCost: number;
  /** The fields by index; the first is there for tags that are not known, and is no field. */
  readonly fields: readonly (PlannedField | undefined)[];
  /** For each tag how it is checked, the bit of its field and the field's index: see `_ops.ts`. */
  readonly ops: Int32Array;
  /** For each of `fields` a `Mark`, and above `MARK_BITS` bits the slot. */
  readonly marks: Int32Array;
  /** What a whole message is like, if all its fields have a fixed size. */
  readonly layout: Layout | undefined;
  /** The length of the layout; -1 if there is none. */
  readonly layoutLength: number;
  /** How many slots there are. */
  readonly slots: number;
  /** Makes views. */
  readonly View: ViewClass;
  readonly #more = new Map<number, number>();

  constructor(type: MessageType, makeClass: ViewClassMaker) {
    this.type = type;
    this.entry = type.descriptor.mapEntry;
    this.isPlain = !this.entry && isPlain(type.descriptor);
    this.isText = this.entry && type.descriptor.fields.every((f) => opOf(f) === Op.String);
    this.cost = this.entry ? entryCost(type) : type.cost;
    const { fields, slots } = plannedFields(type, makeClass);
    this.fields = fields;
    this.bytesCost = BYTES_COST *
      type.descriptor.fields.filter((field) => opOf(field) === Op.DefaultBytes).length;
    this.ops = this.#table(fields.slice(1) as PlannedField[]);
    this.marks = Int32Array.from(fields, markAt);
    this.layout = layoutOf(type.descriptor);
    this.layoutLength = this.layout?.length ?? -1;
    this.slots = slots;
    this.View = makeClass(this);
  }

  /** What `ops` has for a tag, or would have if it were longer; 0 for one that is not known. */
  op(tag: number): number {
    return tag < this.ops.length ? this.ops[tag]! : this.#more.get(tag) ?? 0;
  }

  /** The bytes of a view of this type, copied; `undefined` if it is none. */
  encoded(message: Message): Uint8Array<ArrayBuffer> | undefined {
    const view = message as Partial<ViewObject>;
    if (view[PLAN]?.type.typeName !== this.type.typeName) return undefined;
    const { source: { bytes, original, keepUnknown }, start, end } = view[PLACE]!;
    if (!keepUnknown) return undefined;
    const whole = start === 0 && end === bytes.length;
    return whole && original
      ? Uint8Array.from(original)
      : Uint8Array.from(bytes.subarray(start, end));
  }

  #table(fields: readonly PlannedField[]): Int32Array {
    const entries: [tag: number, op: number][] = [];
    let bits = 0;
    for (const [i, { descriptor, tag, packedTag }] of fields.entries()) {
      const index = i + 1 << INDEX_SHIFT;
      const op = this.entry && descriptor.type === "bytes" ? Op.DefaultBytes : opOf(descriptor);
      const merges = op === Op.Message || op === Op.Group;
      const bit = merges && bits < NO_BIT ? bits++ : NO_BIT;
      const element = descriptor.cardinality === "repeated" ? ELEMENT : 0;
      entries.push([tag, op | bit << BIT_SHIFT | element | index]);
      if (packedTag !== 0) entries.push([packedTag, packedOpOf(descriptor) | index]);
    }
    const last = Math.max(0, ...entries.map(([tag]) => tag).filter((tag) => tag < MAX_TABLE));
    const table = new Int32Array(Math.max(0x80, last + 1));
    for (const [tag, op] of entries) {
      if (tag < MAX_TABLE) table[tag] = op;
      else this.#more.set(tag, op);
    }
    return table;
  }
}

/** The plan of a type, made on first use with classes that `makeClass` makes. */
export function planWith(type: MessageType, makeClass: ViewClassMaker): Plan {
  return (type.views ??= new Plan(type, makeClass)) as Plan;
}

/** Makes a view. Nothing is read. */
export function newView(plan: Plan, source: Source, start: number, end: number): ViewObject {
  return new plan.View(new Place(source, start, end, undefined));
}

function plannedFields(
  type: MessageType,
  makeClass: ViewClassMaker,
): { fields: (PlannedField | undefined)[]; slots: number } {
  const fields: (PlannedField | undefined)[] = [undefined];
  const oneofs = new Map<unknown, number>();
  let slots = 0;
  for (const field of type.descriptor.fields) {
    const shared = field.oneof && oneofs.get(field.oneof);
    fields.push(new PlannedField(field, shared ?? slots, makeClass));
    if (shared !== undefined) continue;
    if (field.oneof) oneofs.set(field.oneof, slots);
    slots += field.cardinality === "singular" ? 1 : 2;
  }
  return { fields, slots };
}

/** What an entry of a map costs, even if its value is not there. */
function entryCost(type: MessageType): number {
  const value = type.descriptor.fieldByNumber(2);
  return ENTRY_COST + (value?.message?.type.cost ?? (value?.type === "bytes" ? BYTES_COST : 0));
}

function markOf(field: FieldDescriptor): number {
  const closed = isClosed(field.mapValue ?? field);
  if (field.cardinality !== "singular") return closed ? Mark.ManyClosed : Mark.Many;
  if (field.oneof) return closed ? Mark.OneofClosed : Mark.Oneof;
  return closed ? Mark.SingularClosed : Mark.Singular;
}

function markAt(field: PlannedField | undefined): number {
  return field === undefined ? Mark.Unknown : field.mark | field.slot << MARK_BITS;
}

function wireTypeOf(field: FieldDescriptor): WireType {
  if (field.message) return field.delimited ? WireType.StartGroup : WireType.LengthDelimited;
  if (field.type === "string" || field.type === "bytes") return WireType.LengthDelimited;
  if (!isFixed(field.type)) return WireType.Varint;
  return isFixed32(field.type) ? WireType.Fixed32 : WireType.Fixed64;
}

function isPackable(field: FieldDescriptor): boolean {
  return field.cardinality === "repeated" && !field.message && field.type !== "string" &&
    field.type !== "bytes";
}
