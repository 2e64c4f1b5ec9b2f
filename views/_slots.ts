import type { Plan } from "./_plan.ts";

/**
 * What a view holds: what it is a view of, then a slot or two for each field, with where it is, and
 * then with what was read there. All is in one array, so that making a view takes one property.
 */
export type Slots = unknown[];

/** The first slots. */
export const Slot = {
  /** The `Source`. */
  Source: 0,
  /** Where the message begins, */
  Start: 1,
  /** and where it ends, exclusive. */
  End: 2,
  /**
   * Where the first field begins that may be unknown; the unknown fields, once they were read.
   * Null as long as the fields were not looked for.
   */
  Unknown: 3,
} as const;

/** The first slot of a field. */
export const FIRST_SLOT = 4;

/** The property that holds a view's slots. */
export const SLOTS: unique symbol = /* @__PURE__ */ Symbol("slots");
/** The property of a view's prototype that holds its `Plan`. */
export const PLAN: unique symbol = /* @__PURE__ */ Symbol("plan");

/** A view, as it is made. */
export interface ViewObject {
  [SLOTS]: Slots;
  readonly [PLAN]: Plan;
}

/** Makes views of a type. */
export type ViewClass = new (slots: Slots) => ViewObject;
