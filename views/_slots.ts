import type { Plan } from "./_plan.ts";
import type { Source } from "./_source.ts";

/**
 * A slot or two for each field: `undefined` if it is not there, else where it is, counted from the
 * beginning of the message, and then what was read there. They are made by `new Array(length)`: to
 * copy an array that is there takes five times as long.
 */
export type Slots = unknown[];

/** What a view is a view of, and what is known of it. */
export class Place {
  source: Source;
  /** Where the message begins, */
  start: number;
  /** and where it ends, exclusive. */
  end: number;
  /** Its fields; `undefined` as long as they were not looked for. */
  slots: Slots | undefined;
  /** The message, if it is plain and was decoded. */
  message: Record<string, unknown> | undefined = undefined;
  /** Where the first field begins that may be unknown; the unknown fields, once they were read. */
  unknown: number | Uint8Array | undefined = undefined;

  constructor(source: Source, start: number, end: number, slots: Slots | undefined) {
    this.source = source;
    this.start = start;
    this.end = end;
    this.slots = slots;
  }
}

/**
 * The property that holds a view's `Place`. There is but one: each type has a class of views of its
 * own, so that the code that makes them, and reads of them, sees as many shapes as there are types.
 */
export const PLACE: unique symbol = /* @__PURE__ */ Symbol("place");
/** The property of a view's prototype that holds its `Plan`. */
export const PLAN: unique symbol = /* @__PURE__ */ Symbol("plan");

/** A view, as it is made. */
export interface ViewObject {
  [PLACE]: Place;
  readonly [PLAN]: Plan;
}

/** Makes views of a type. */
export type ViewClass = new (place: Place) => ViewObject;
