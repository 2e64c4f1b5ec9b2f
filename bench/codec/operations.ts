import type { Dataset } from "./datasets.ts";
import { flattenStrings } from "./flatten.ts";
import type { Candidate } from "./setup.ts";

/** The functions of `accessorsOf()`. */
// deno-lint-ignore no-explicit-any -- messages of all libraries
export interface Accessors<M = any> {
  readOne(message: M): number;
  readAll(message: M): number;
  build(message: M): M;
}

/** What is timed. */
export interface Operation {
  /** Its name in the results. */
  readonly name: string;
  /**
   * Gets ready.
   *
   * @param candidate The library.
   * @param dataset The data set.
   * @param ours Our own library.
   * @returns Does it to all messages of the data set; `undefined` if the library cannot.
   */
  prepare(candidate: Candidate, dataset: Dataset, ours: Candidate): (() => unknown) | undefined;
  /** How many bytes it takes or makes, if it is not those of the data set. */
  size?(candidate: Candidate, ours: Candidate): number;
}

/** All operations, in the order of the results. */
export const OPERATIONS: readonly Operation[] = [
  {
    name: "decode",
    prepare: ({ subject }, { payloads }) => each(payloads, (bytes) => subject.decode(bytes)),
  },
  {
    name: "decode-read-one",
    prepare: ({ subject, accessors: { readOne } }, { payloads }) =>
      each(payloads, (bytes) => readOne(subject.decode(bytes))),
  },
  {
    name: "decode-read-all",
    prepare: ({ subject, accessors: { readAll } }, { payloads }) =>
      each(payloads, (bytes) => readAll(subject.decode(bytes))),
  },
  {
    name: "encode",
    prepare: ({ subject, messages }) => each(messages, (message) => subject.encode(message)),
    size: encodedSize,
  },
  {
    name: "build-encode",
    prepare: ({ subject, messages, accessors: { build } }) =>
      each(
        messages,
        (message) => subject.encode(subject.create(build(message))),
      ),
    size: encodedSize,
  },
  {
    name: "json-out",
    // A text put together of pieces is made one by a look at it, as whatever sends it would do.
    prepare: ({ subject: { toJson }, messages }) =>
      toJson && each(messages, (message) => toJson(message).charCodeAt(0)),
    size: (_, ours) => jsonSize(ours),
  },
  {
    name: "json-in",
    prepare: ({ subject: { fromJson } }, _, ours) =>
      fromJson && each(jsonTexts(ours), (text) => fromJson(text)),
    size: (_, ours) => jsonSize(ours),
  },
  {
    name: "dynamic-decode",
    prepare: ({ subject: { dynamicDecode } }, { payloads }) =>
      dynamicDecode && each(payloads, (bytes) => dynamicDecode(bytes)),
  },
  {
    name: "view",
    prepare: ({ subject: { view } }, { payloads }) =>
      view && each(payloads, (bytes) => view(bytes)),
  },
  {
    name: "view-read-one",
    prepare: ({ subject: { view }, accessors: { readOne } }, { payloads }) =>
      view && each(payloads, (bytes) => readOne(view(bytes))),
  },
  {
    name: "view-read-all",
    prepare: ({ subject: { view }, accessors: { readAll } }, { payloads }) =>
      view && each(payloads, (bytes) => readAll(view(bytes))),
  },
];

/** What a library writes: fewer bytes than it was given, if it drops what it does not know. */
function encodedSize({ subject, messages }: Candidate): number {
  return messages.reduce<number>(
    (sum, message) => sum + subject.encode(message).length,
    0,
  );
}

/** The messages as a library's JSON, each text in one piece as it comes from the network. */
export function jsonTexts({ subject: { toJson }, messages }: Candidate): string[] {
  return messages.map((message) => flattenStrings(toJson!(message)));
}

/**
 * How many bytes the messages have as JSON. It is the same for all libraries: one that writes floats
 * with seventeen digits writes up to twice the text, and is not faster for it.
 */
function jsonSize(ours: Candidate): number {
  return jsonTexts(ours).reduce((sum, text) => sum + utf8Length(text), 0);
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

function each<T>(
  items: readonly T[],
  action: (item: T) => unknown,
): () => unknown {
  return () => {
    let last: unknown;
    for (let i = 0; i < items.length; i++) last = action(items[i]!);
    return last;
  };
}
