import type { UnsetOneof } from "./oneof.ts";

/**
 * What `create()` takes: any of the message's fields, nested messages in the same form. A oneof is
 * set by its property, or by a member directly: `{ email: "ada@example.com" }`.
 */
export type MessageInit<T> =
  & { [K in keyof T as K extends "$type" ? never : K]?: FieldInit<T[K]> | undefined }
  & { [M in OneofMembers<T> as OneofMemberName<M>]?: OneofMemberInit<M> | undefined };

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
  [K in keyof T]: NonNullable<T[K]> extends infer V ? "$type" extends keyof V ? never
    : V extends { readonly case: string; readonly value: unknown } ? V
    : never
    : never;
}[keyof T];

/** The name of a oneof's member. */
export type OneofMemberName<M> = M extends { readonly case: infer C extends string } ? C : never;

/** What `create()` takes for a oneof's member. */
export type OneofMemberInit<M> = M extends { readonly value: infer V } ? FieldInit<V> : never;
