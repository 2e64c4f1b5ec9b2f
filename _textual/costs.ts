/** What an entry of a `Map` costs, its key and value included. */
export const ENTRY_COST = 96;

/** What an array costs that grows element by element: V8 makes room for 17 at once. */
export const GROWING_COST = 128;

/** What an element of a list that is a bigint costs: its slot and the bigint. */
export const BIGINT_COST = 32;

/** What a `Uint8Array` of its own costs on V8's heap, without its bytes. */
export const BYTES_COST = 200;
