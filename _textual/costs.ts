/** What an entry of a `Map` costs, its key and value included. */
export const ENTRY_COST = 96;

/** What an element of a list that is a bigint costs: its slot and the bigint. */
export const BIGINT_COST = 32;

/** What a `Uint8Array` of its own costs on V8's heap, without its bytes. */
export const BYTES_COST = 200;
