/** A message type written by hand, with a field of every kind that the reader and writer treat apart. */
import {
  type MessageCodec,
  type Reader,
  readPacked,
  readPackedBigint,
  readPackedClosedEnum,
  type UnknownFields,
  writePacked,
  type Writer,
} from "../mod.ts";

/**
 * ```proto
 * message Tree {
 *   int32 value = 1;
 *   Tree child = 2;
 *   Tree group = 3 [features.message_encoding = DELIMITED];
 *   repeated Tree children = 4;
 *   map<int32, Tree> entries = 5;
 *   repeated sint32 numbers = 6;
 *   repeated Color colors = 7;  // closed: 0 and 1
 *   repeated bytes blobs = 8;
 *   repeated int64 longs = 9;
 *   repeated fixed32 words = 10;
 *   string name = 11;
 * }
 * ```
 */
export interface Tree {
  value: number;
  child: Tree | undefined;
  group: Tree | undefined;
  children: Tree[];
  entries: Map<number, Tree>;
  numbers: number[];
  colors: number[];
  blobs: Uint8Array[];
  longs: bigint[];
  words: number[];
  name: string;
  $unknown?: Uint8Array;
}

const COLORS: ReadonlySet<number> = new Set([0, 1]);

/** The type of {@linkcode Tree}. */
export const Tree: MessageCodec<Tree> = {
  cost: 400,
  create: () => ({
    value: 0,
    child: undefined,
    group: undefined,
    children: [],
    entries: new Map(),
    numbers: [],
    colors: [],
    blobs: [],
    longs: [],
    words: [],
    name: "",
  }),
  read(reader: Reader, existing?: Tree, group?: number): Tree {
    const tree = existing ?? Tree.create();
    let unknown: UnknownFields | undefined;
    const outer = reader.open(Tree.cost, existing, group);
    while (reader.more()) {
      const tag = reader.tag();
      switch (tag) {
        case 1 << 3:
          tree.value = reader.int32();
          break;
        case 2 << 3 | 2:
          tree.child = reader.message(Tree, tree.child);
          break;
        case 3 << 3 | 3:
          tree.group = reader.group(Tree, 3, tree.group);
          break;
        case 4 << 3 | 2:
          if (tree.children.length === 0) reader.growList(tree.children);
          tree.children.push(reader.message(Tree, undefined));
          break;
        case 5 << 3 | 2:
          readEntry(tree.entries, reader);
          break;
        case 6 << 3:
          reader.growList(tree.numbers);
          tree.numbers.push(reader.sint32());
          break;
        case 6 << 3 | 2:
          readPacked(reader, tree.numbers, (r) => r.sint32());
          break;
        case 7 << 3 | 2:
          unknown = readPackedClosedEnum(reader, tree.colors, COLORS, 7, unknown);
          break;
        case 8 << 3 | 2:
          if (tree.blobs.length === 0) reader.growList(tree.blobs);
          tree.blobs.push(reader.bytesValue());
          break;
        case 9 << 3 | 2:
          readPackedBigint(reader, tree.longs, (r) => r.int64());
          break;
        case 10 << 3 | 2:
          readPacked(reader, tree.words, (r) => r.fixed32());
          break;
        case 11 << 3 | 2:
          tree.name = reader.string();
          break;
        default:
          unknown = reader.unknown(tag, unknown);
      }
    }
    reader.close(outer);
    if (unknown !== undefined) tree.$unknown = unknown.concat(tree.$unknown);
    return tree;
  },
  write(tree: Tree, writer: Writer): void {
    if (tree.$unknown !== undefined) writer.raw(tree.$unknown);
    if (tree.name !== "") writer.string(tree.name).tag(11 << 3 | 2);
    if (tree.words.length > 0) {
      writePacked(writer, tree.words, (w, word) => w.fixed32(word)).tag(10 << 3 | 2);
    }
    if (tree.longs.length > 0) {
      writePacked(writer, tree.longs, (w, long) => w.int64(long)).tag(9 << 3 | 2);
    }
    for (const blob of tree.blobs.toReversed()) writer.bytesValue(blob).tag(8 << 3 | 2);
    if (tree.colors.length > 0) {
      writePacked(writer, tree.colors, (w, color) => w.enum(color)).tag(7 << 3 | 2);
    }
    if (tree.numbers.length > 0) {
      writePacked(writer, tree.numbers, (w, number) => w.sint32(number)).tag(6 << 3 | 2);
    }
    for (const [key, value] of [...tree.entries].reverse()) {
      const end = writer.length;
      writer.message(Tree, value).tag(2 << 3 | 2);
      writer.int32(key).tag(1 << 3);
      writer.lengthSince(end).tag(5 << 3 | 2);
    }
    for (const child of tree.children.toReversed()) writer.message(Tree, child).tag(4 << 3 | 2);
    if (tree.group !== undefined) writer.group(Tree, 3, tree.group).tag(3 << 3 | 3);
    if (tree.child !== undefined) writer.message(Tree, tree.child).tag(2 << 3 | 2);
    if (tree.value !== 0) writer.int32(tree.value).tag(1 << 3);
  },
};

function readEntry(entries: Map<number, Tree>, reader: Reader): void {
  let key = 0;
  let value: Tree | undefined;
  const outer = reader.openEntry();
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 8) key = reader.int32();
    else if (tag === 18) value = reader.message(Tree, value);
    else reader.skip(tag);
  }
  reader.leave(outer);
  entries.set(key, value ?? reader.emptyMessage(Tree));
}
