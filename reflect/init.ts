import type { UnsetOneof } from "./oneof.ts";

/**
 * What `create()` takes: any of the message's fields, nested messages in the same form. A oneof is
 * set by its property, or by a member directly: `{ email: "ada@example.com" }`. Of a type that is
 * known only at run time, any object; `create()` checks its names.
 */
export type MessageInit<T> = T extends { readonly $type?: infer N } ? string extends N ? object
  : TypedInit<T>
  : TypedInit<T>;

/** What `create()` takes for a message of generated code. */
export type TypedInit<T> =
  & { [K in keyof T as K extends "$type" ? never : K]?: FieldInit<T[K]> | undefined }
  // Not `{}`, for a message without oneofs: TypeScript would let a `Date` or a string pass.
  & ([OneofMembers<T>] extends [never] ? unknown
    : { [M in OneofMembers<T> as OneofMemberName<M>]?: OneofMemberInit<M> | undefined });

/** What `create()` takes for a field. */
export type FieldInit<V> = V extends string | number | bigint | boolean | Uint8Array | undefined ? V
  : V extends ReadonlyMap<infer K, infer U> ? ReadonlyMap<K, FieldInit<U>>
  : V extends readonly (infer U)[] ? readonly FieldInit<U>[]
  : V extends UnsetOneof ? V
  : V extends { readonly case: infer C; readonly value: infer U }
    ? "$type" extends keyof V ? MessageInit<V>
    : { readonly case: C; readonly value: FieldInit<U> }
  : MessageInit<V>;

/** All members of all oneofs of a message: `{ case, value }` pairs. */
export type OneofMembers<T> = {
  [K in keyof T]-?: NonNullable<T[K]> extends infer V ? "$type" extends keyof V ? never
    : V extends { readonly case: string; readonly value: unknown } ? V
    : never
    : never;
}[keyof T];

/** The name of a oneof's member. */
export type OneofMemberName<M> = M extends { readonly case: infer C extends string } ? C : never;

/** What `create()` takes for a oneof's member. */
export type OneofMemberInit<M> = M extends { readonly value: infer V } ? FieldInit<V> : never;

/** What `create()` keeps with a message type once it has been given fields for one. */
export interface InitSupport {
  /** Fields and oneofs, in the order of a message's properties. */
  readonly members: readonly InitMember[];
  /** The same by name, members of oneofs, and unknown fields. */
  readonly byName: ReadonlyMap<string, InitMember>;
}

/** A property that `create()` takes. */
export interface InitMember {
  /** Its name. */
  readonly name: string;
  /** The full name of what it sets, for errors. */
  readonly fullName: string;
  /** Where it is in the order; members of a oneof are where the oneof is. */
  readonly index: number;
  /** What it has to be. */
  readonly shape: InitShape;
  /** Sets it; `undefined` if the type's own `create()` does. */
  readonly set: ((message: Record<string, unknown>, value: unknown) => void) | undefined;
}

/** What a value that `create()` takes has to be, as errors have it. Scalars are looked at later. */
export type InitShape = "a value" | "an object" | "an array" | "a Map" | "a Uint8Array";
