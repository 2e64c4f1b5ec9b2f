/**
 * The sixteen codes that an RPC can fail with, by their names in the Connect protocol, with their
 * numbers in gRPC.
 *
 * | code | when |
 * | --- | --- |
 * | `canceled` | the caller gave up |
 * | `unknown` | nothing better is known |
 * | `invalid_argument` | the request is wrong, whatever the state of the system |
 * | `deadline_exceeded` | the time given for the call ran out |
 * | `not_found` | what was asked for is not there |
 * | `already_exists` | what was to be created is there already |
 * | `permission_denied` | the caller may not do this |
 * | `resource_exhausted` | a quota, a size limit or the like is used up |
 * | `failed_precondition` | the system is not in the state that the call needs |
 * | `aborted` | stopped half way, often by a concurrent change: try again from the start |
 * | `out_of_range` | past the end of what is valid now |
 * | `unimplemented` | the method is not there, or not supported |
 * | `internal` | something that must never happen, has |
 * | `unavailable` | not now, perhaps later: back off and try again |
 * | `data_loss` | data is lost or corrupt beyond repair |
 * | `unauthenticated` | who the caller is, is not known |
 *
 * https://connectrpc.com/docs/protocol#error-codes
 *
 * @example A name and its number
 * ```ts
 * import { Code } from "@seria/seria/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * const code: Code = "not_found";
 * assertEquals(Code[code], 5);
 * ```
 */
export const Code = {
  canceled: 1,
  unknown: 2,
  invalid_argument: 3,
  deadline_exceeded: 4,
  not_found: 5,
  already_exists: 6,
  permission_denied: 7,
  resource_exhausted: 8,
  failed_precondition: 9,
  aborted: 10,
  out_of_range: 11,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  data_loss: 15,
  unauthenticated: 16,
} as const;

/** The name of a code. */
export type Code = keyof typeof Code;

/**
 * Tells whether a value is the name of a code.
 *
 * @param value Anything, say what a peer sent.
 * @returns Whether it is one of the sixteen names.
 *
 * @example Check a name
 * ```ts
 * import { isCode } from "@seria/seria/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isCode("not_found"), true);
 * assertEquals(isCode("NOT_FOUND"), false);
 * ```
 */
export function isCode(value: unknown): value is Code {
  return typeof value === "string" && Object.hasOwn(Code, value);
}
