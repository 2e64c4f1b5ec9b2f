/**
 * The editions of the protobuf language, with the numbers of `google.protobuf.Edition`.
 *
 * @example Is a file of edition 2023 or later?
 * ```ts
 * import { Edition } from "@seria/seria/editions";
 * import { assert } from "@std/assert";
 *
 * assert(Edition.Edition2024 >= Edition.Edition2023);
 * ```
 */
export const Edition = {
  /** `syntax = "proto2"`, or no syntax at all. */
  Proto2: 998,
  /** `syntax = "proto3"`. */
  Proto3: 999,
  /** `edition = "2023"`. */
  Edition2023: 1000,
  /** `edition = "2024"`. */
  Edition2024: 1001,
} as const;

/** One of the values of {@linkcode Edition}. */
export type Edition = typeof Edition[keyof typeof Edition];

/**
 * The oldest edition that Seria reads.
 *
 * @example Compare
 * ```ts
 * import { Edition, MINIMUM_EDITION } from "@seria/seria/editions";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(MINIMUM_EDITION, Edition.Proto2);
 * ```
 */
export const MINIMUM_EDITION: Edition = Edition.Proto2;

/**
 * The newest edition that Seria reads.
 *
 * @example Compare
 * ```ts
 * import { Edition, MAXIMUM_EDITION } from "@seria/seria/editions";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(MAXIMUM_EDITION, Edition.Edition2024);
 * ```
 */
export const MAXIMUM_EDITION: Edition = Edition.Edition2024;

const BY_SYNTAX: ReadonlyMap<string, Edition> = new Map([
  ["", Edition.Proto2],
  ["proto2", Edition.Proto2],
  ["proto3", Edition.Proto3],
]);

/**
 * The edition of a file, from its `syntax` and `edition`.
 *
 * @param syntax `FileDescriptorProto.syntax`: `""`, `"proto2"`, `"proto3"` or `"editions"`.
 * @param edition `FileDescriptorProto.edition`; only looked at for `"editions"`.
 * @returns The edition.
 * @throws {RangeError} If Seria does not know the syntax or the edition.
 *
 * @example A proto3 file
 * ```ts
 * import { Edition, editionOf } from "@seria/seria/editions";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(editionOf("proto3", 0), Edition.Proto3);
 * ```
 */
export function editionOf(syntax: string, edition: number): Edition {
  if (syntax === "editions") {
    for (const known of Object.values(Edition)) {
      if (known === edition && known >= Edition.Edition2023) return known;
    }
    throw new RangeError(`Cannot use edition ${edition}: 2023 and 2024 are supported`);
  }
  const known = BY_SYNTAX.get(syntax);
  if (known === undefined) throw new RangeError(`Cannot use syntax "${syntax}"`);
  return known;
}
