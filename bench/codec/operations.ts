import type { Dataset } from "./datasets.ts";
import type { Subject } from "./library.ts";

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
  prepare(subject: Subject, dataset: Dataset, accessors: Accessors): (() => unknown) | undefined;
  /** Whether its speed goes by the length of the JSON text, rather than of the bytes. */
  readonly json?: boolean;
}

/** All operations, in the order of the results. */
export const OPERATIONS: readonly Operation[] = [
  {
    name: "decode",
    prepare: (subject, { payloads }) => each(payloads, (bytes) => subject.decode(bytes)),
  },
  {
    name: "decode-read-one",
    prepare: (subject, { payloads }, { readOne }) =>
      each(payloads, (bytes) => readOne(subject.decode(bytes))),
  },
  {
    name: "decode-read-all",
    prepare: (subject, { payloads }, { readAll }) =>
      each(payloads, (bytes) => readAll(subject.decode(bytes))),
  },
  {
    name: "encode",
    prepare: (subject, { payloads }) => {
      const messages = payloads.map((bytes) => subject.decode(bytes));
      return each(messages, (message) => subject.encode(message));
    },
  },
  {
    name: "build-encode",
    prepare: (subject, { payloads }, { build }) => {
      const messages = payloads.map((bytes) => subject.decode(bytes));
      return each(messages, (message) => subject.encode(subject.create(build(message))));
    },
  },
  {
    name: "json-out",
    json: true,
    prepare: ({ decode, toJson }, { payloads }) => {
      if (toJson === undefined) return undefined;
      return each(payloads.map((bytes) => decode(bytes)), (message) => toJson(message));
    },
  },
  {
    name: "json-in",
    json: true,
    prepare: ({ decode, toJson, fromJson }, { payloads }) => {
      if (toJson === undefined || fromJson === undefined) return undefined;
      return each(payloads.map((bytes) => toJson(decode(bytes))), (text) => fromJson(text));
    },
  },
  {
    name: "dynamic-decode",
    prepare: ({ dynamicDecode }, { payloads }) =>
      dynamicDecode && each(payloads, (bytes) => dynamicDecode(bytes)),
  },
  {
    name: "view",
    prepare: ({ view }, { payloads }) => view && each(payloads, (bytes) => view(bytes)),
  },
  {
    name: "view-read-one",
    prepare: ({ view }, { payloads }, { readOne }) =>
      view && each(payloads, (bytes) => readOne(view(bytes))),
  },
  {
    name: "view-read-all",
    prepare: ({ view }, { payloads }, { readAll }) =>
      view && each(payloads, (bytes) => readAll(view(bytes))),
  },
];

function each<T>(items: readonly T[], action: (item: T) => unknown): () => unknown {
  return () => {
    let last: unknown;
    for (let i = 0; i < items.length; i++) last = action(items[i]!);
    return last;
  };
}
