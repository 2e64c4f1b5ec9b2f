/** What stands for an unknown enum value that is left out. */
export const IGNORED: unique symbol = Symbol("ignored");
