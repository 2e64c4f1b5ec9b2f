/**
 * Formats a fraction of a second: nothing for 0, else a point and three, six or nine digits.
 *
 * @param nanos Nanoseconds, 0 to 999,999,999.
 */
export function formatNanos(nanos: number): string {
  if (nanos === 0) return "";
  const digits = String(nanos).padStart(9, "0");
  if (digits.endsWith("000000")) return `.${digits.slice(0, 3)}`;
  if (digits.endsWith("000")) return `.${digits.slice(0, 6)}`;
  return `.${digits}`;
}

/**
 * Reads a fraction of a second.
 *
 * @param digits The digits after the point, at most nine.
 * @returns Nanoseconds.
 */
export function parseNanos(digits: string): number {
  return Number(digits.padEnd(9, "0"));
}
