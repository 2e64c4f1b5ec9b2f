/** What was thrown, as text, even if it has none: an object without a prototype, say. */
export function textOf(reason: unknown): string {
  try {
    return reason instanceof Error ? reason.message : String(reason);
  } catch {
    return "what was thrown has no text";
  }
}
