import type { Message } from "./message_type.ts";
import type { UnsetOneof } from "./oneof.ts";

/**
 * A message that can be read and not changed, down to its lists, maps and nested messages: what
 * `view()` gives. Generated code exports it as `UserView` beside `User`.
 *
 * It can be given to whatever takes a `Readonly<User>` or a `User`.
 *
 * @typeParam T The message.
 */
export type View<T> = { readonly [K in keyof T]: ViewValue<T[K]> };

/** What a {@linkcode View} has for a field. */
export type ViewValue<V> = V extends string | number | bigint | boolean | Uint8Array | undefined ? V
  : V extends ReadonlyMap<infer K, infer U> ? MapView<K, ViewValue<U>>
  : V extends readonly (infer E)[] ? ListView<ViewValue<E>>
  : V extends UnsetOneof ? V
  : V extends { readonly case: infer C; readonly value: infer U }
    ? "$type" extends keyof V ? View<V> : { readonly case: C; readonly value: ViewValue<U> }
  : View<V>;

/** An array without its methods that change it. It can be given to whatever takes an array. */
export type ListView<E> = ReadonlyMembers<E[], readonly E[]>;

/** A map without its methods that change it. It can be given to whatever takes a `Map`. */
export type MapView<K, V> = ReadonlyMembers<Map<K, V>, ReadonlyMap<K, V>>;

/**
 * The members of a collection that its read-only counterpart has, too. The others are there, so
 * that it is still a collection of its kind, but can be neither called nor used.
 *
 * @typeParam C The collection.
 * @typeParam R Its read-only counterpart.
 */
export type ReadonlyMembers<C, R> =
  & { readonly [M in keyof C & keyof R]: C[M] }
  & { readonly [M in Exclude<keyof C, keyof R>]: C[M] extends string ? string : never };

/** What `view()` keeps with a message type once it has made a view of it. */
export interface ViewSupport {
  /** The bytes that a message was made of, copied; `undefined` if it is no view of the type. */
  encoded(message: Message): Uint8Array<ArrayBuffer> | undefined;
}
