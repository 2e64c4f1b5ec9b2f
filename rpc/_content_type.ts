/**
 * Brings a content type into the form that endpoints are found by: lower case, and without the
 * charset that JSON has anyway. Other parameters stay, so that it matches nothing.
 *
 * @example
 * `Application/JSON; charset="UTF-8"` becomes `application/json`.
 */
export function normalizeContentType(value: string): string {
  const lower = value.toLowerCase().trim();
  return lower.replace(/^([^;]*json)\s*;\s*charset\s*=\s*(?:utf-8|"utf-8")\s*;?$/, "$1");
}
