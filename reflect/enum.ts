/** An enum as generated code exports it: an object with a number for each name. */
export type EnumObject = Readonly<Record<string, number>>;

/** What a field of an open enum holds: the enum's numbers, or any other. */
export type OpenEnum<E extends EnumObject> = E[keyof E] | (number & Record<never, never>);

/** What a field of a closed enum holds: one of the enum's numbers. */
export type ClosedEnum<E extends EnumObject> = E[keyof E];

/**
 * Whether an enum defines a number. A field of an open enum may hold others.
 *
 * @param enumeration The enum, as generated code exports it.
 * @param value The number.
 * @returns Whether the enum has a value of that number.
 *
 * @example Tell known from unknown
 * ```ts
 * import { isEnumValue } from "@seria/seria";
 * import { assert } from "@std/assert";
 *
 * const Color = { RED: 0, GREEN: 1 } as const;
 * assert(isEnumValue(Color, 1));
 * assert(!isEnumValue(Color, 7));
 * ```
 */
export function isEnumValue<E extends EnumObject>(
  enumeration: E,
  value: number,
): value is E[keyof E] {
  return Object.values(enumeration).includes(value);
}

/**
 * The name of an enum value.
 *
 * @param enumeration The enum, as generated code exports it.
 * @param value The number.
 * @returns The first name of that number, or `undefined`.
 *
 * @example Name a value
 * ```ts
 * import { enumName } from "@seria/seria";
 * import { assertEquals } from "@std/assert";
 *
 * const Color = { RED: 0, GREEN: 1 } as const;
 * assertEquals(enumName(Color, 1), "GREEN");
 * ```
 */
export function enumName<E extends EnumObject>(
  enumeration: E,
  value: number,
): Extract<keyof E, string> | undefined {
  for (const [name, number] of Object.entries(enumeration)) {
    if (number === value) return name as Extract<keyof E, string>;
  }
  return undefined;
}

/**
 * The numbers that an enum defines. Generated code of closed enums uses it.
 *
 * @param enumeration The enum, as generated code exports it.
 * @returns The numbers.
 *
 * @example The numbers of an enum
 * ```ts
 * import { enumValues } from "@seria/seria/reflect";
 * import { assert } from "@std/assert";
 *
 * assert(enumValues({ RED: 0, GREEN: 1 }).has(1));
 * ```
 */
export function enumValues(enumeration: EnumObject): ReadonlySet<number> {
  return new Set(Object.values(enumeration));
}
