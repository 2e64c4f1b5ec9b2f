/**
 * What a view holds: first what it is a view of, then a slot or two for each field, once it was
 * looked for: where it is, and then what was read there.
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
  /** The `Plan`. */
  Plan: 3,
  /** Where the first field begins that may be unknown; the unknown fields, once they were read. */
  Unknown: 4,
} as const;

/** The first slot of a field. Before fields are looked for, slots end with that of the `Plan`. */
export const FIRST_SLOT = 5;

/** The property that holds a view's slots. */
export const SLOTS: unique symbol = /* @__PURE__ */ Symbol("slots");

/** A view, as it is made. */
export interface ViewObject {
  /** Its slots. */
  [SLOTS]: Slots;
}
