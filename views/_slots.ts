import type { Plan } from "./_plan.ts";
import type { Source } from "./_source.ts";

/**
 * What a view keeps once one of its fields was asked for: a slot or two for each field, with where
 * it is, and then with what was read there.
 */
export type Slots = unknown[];

/** The first slots. */
export const Slot = {
  /** The `Source`. */
  Source: 0,
  /** Where the first field begins that may be unknown; the unknown fields, once they were read. */
  Unknown: 1,
} as const;

/** The first slot of a field. */
export const FIRST_SLOT = 2;

/** The property that holds a view's slots. */
export const SLOTS: unique symbol = /* @__PURE__ */ Symbol("slots");
/** The property that holds what a view reads. */
export const SOURCE: unique symbol = /* @__PURE__ */ Symbol("source");
/** The property that tells where a view's message begins. */
export const START: unique symbol = /* @__PURE__ */ Symbol("start");
/** The property that tells where it ends, exclusive. */
export const END: unique symbol = /* @__PURE__ */ Symbol("end");
/** The property of a view's prototype that holds its `Plan`. */
export const PLAN: unique symbol = /* @__PURE__ */ Symbol("plan");

/** A view, as it is made. */
export interface ViewObject {
  [SLOTS]: Slots | undefined;
  readonly [SOURCE]: Source;
  readonly [START]: number;
  readonly [END]: number;
  readonly [PLAN]: Plan;
}

/** Makes views of a type. */
export type ViewClass = new (
  source: Source,
  start: number,
  end: number,
  slots: Slots | undefined,
) => ViewObject;
