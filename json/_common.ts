import type { ScalarType } from "../reflect/mod.ts";

/**
 * The kinds of values that `JsonWriter.value()` writes by itself. Their plans can do that, but to
 * call what differs from field to field takes some 10 ns, and V8 cannot put it in line.
 */
export const Common = {
  None: 0,
  String: 1,
  Int32: 2,
  Int64: 3,
  Double: 4,
  Float: 5,
  Bool: 6,
  Message: 7,
} as const;

/** One of the values of {@linkcode Common}. */
export type Common = typeof Common[keyof typeof Common];

/** The kinds of scalars; the others have none. */
export const COMMON_SCALARS: { readonly [T in ScalarType]?: Common } = {
  string: Common.String,
  int32: Common.Int32,
  int64: Common.Int64,
  double: Common.Double,
  float: Common.Float,
  bool: Common.Bool,
};
