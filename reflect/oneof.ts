/** The type of a oneof none of whose members is set. */
export interface UnsetOneof {
  /** No member is set. */
  readonly case: undefined;
  /** There is no value. */
  readonly value?: undefined;
}

/**
 * What a oneof holds when none of its members is set. One frozen object for all: a oneof is set by
 * replacing it whole.
 *
 * @example Clear a oneof
 * ```ts
 * import { UNSET_ONEOF } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * const message: { contact: { case: "email"; value: string } | typeof UNSET_ONEOF } = {
 *   contact: { case: "email", value: "ada@example.com" },
 * };
 * message.contact = UNSET_ONEOF;
 * assertEquals(message.contact.case, undefined);
 * ```
 */
export const UNSET_ONEOF: UnsetOneof = Object.freeze({
  case: undefined,
  value: undefined,
});

/** What a oneof property holds at run time, whichever its members are. */
export interface OneofValue {
  /** The `localName` of the member that is set. */
  readonly case: string | undefined;
  /** Its value. */
  readonly value?: unknown;
}

/**
 * The value of a oneof's member, if it is the one that is set. Generated code uses it to merge.
 *
 * @param oneof What the oneof's property holds.
 * @param name The member.
 * @returns The value, or `undefined`.
 *
 * @example Look into a oneof
 * ```ts
 * import { memberOf } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * const contact = { case: "email", value: "ada@example.com" } as const;
 * assertEquals(memberOf(contact, "email"), "ada@example.com");
 * ```
 */
export function memberOf<O extends OneofValue, C extends O["case"] & string>(
  oneof: O,
  name: C,
): Extract<O, { readonly case: C; readonly value?: unknown }>["value"] | undefined {
  return oneof.case === name ? oneof.value as never : undefined;
}
