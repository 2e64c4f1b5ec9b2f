import type { Dataset } from "./datasets.ts";
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
   * @returns Does it to all messages of the data set; `undefined` if the library cannot.
   */
  prepare(candidate: Candidate, dataset: Dataset): (() => unknown) | undefined;
  /** How many bytes it takes or makes, if it is not those of the data set. */
  size?(candidate: Candidate): number;
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
    prepare: ({ subject: { toJson }, messages }) =>
      toJson && each(messages, (message) => toJson(message)),
    size: (candidate) => jsonTexts(candidate).reduce((sum, text) => sum + utf8Length(text), 0),
  },
  {
    name: "json-in",
    prepare: (candidate) => {
      const { fromJson } = candidate.subject;
      return fromJson && each(jsonTexts(candidate), (text) => fromJson(text));
    },
    size: (candidate) => jsonTexts(candidate).reduce((sum, text) => sum + utf8Length(text), 0),
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

/** The messages as the library's own JSON, which others may not take. */
function jsonTexts({ subject: { toJson }, messages }: Candidate): string[] {
  return messages.map((message) => toJson!(message));
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
