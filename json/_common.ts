import type { ScalarType } from "../reflect/mod.ts";

/**
 * The kinds of values that writers know by themselves. Their plans can do that, but to
 * call what differs from field to field takes some 10 ns, and V8 cannot put it in line.
 */
export const Common = {
  None: 0,
  String: 1,
  Int32: 2,
  Uint32: 3,
  Int64: 4,
  Uint64: 5,
  Double: 6,
  Float: 7,
  Bool: 8,
  Message: 9,
  List: 10,
} as const;

/** One of the values of {@linkcode Common}. */
export type Common = typeof Common[keyof typeof Common];

/** The kinds of scalars; the others have none. */
export const COMMON_SCALARS: { readonly [T in ScalarType]?: Common } = {
  string: Common.String,
  int32: Common.Int32,
  sint32: Common.Int32,
  sfixed32: Common.Int32,
  uint32: Common.Uint32,
  fixed32: Common.Uint32,
  int64: Common.Int64,
  sint64: Common.Int64,
  sfixed64: Common.Int64,
  uint64: Common.Uint64,
  fixed64: Common.Uint64,
  double: Common.Double,
  float: Common.Float,
  bool: Common.Bool,
};
