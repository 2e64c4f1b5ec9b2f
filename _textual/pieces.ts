/**
 * V8 makes a substring of 13 units or more a window onto its parent, and keeps all of that alive.
 * Of texts longer than this the strings are copied, so that a kept name never pins megabytes.
 */
export const MAX_PINNED = 0x4000;
/** Shorter ones are copies. */
export const MIN_WINDOW = 13;

/** A piece of a text, which does not keep a long text alive. */
export function pieceOf(text: string, start: number, end: number): string {
  const piece = text.slice(start, end);
  return text.length <= MAX_PINNED ? piece : flat(piece);
}

/**
 * The same text in memory of its own. V8 keeps a text that was put together as a tree with 32 bytes
 * for each piece, until something has to look at its units.
 */
export function flat(text: string): string {
  // Flattening the concatenation copies the units; the window is onto the copy.
  return text.length < MIN_WINDOW ? text : ` ${text}`.slice(1);
}
