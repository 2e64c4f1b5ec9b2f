import type { FieldPair, Fields } from "./http_client.ts";

/** No fields at all. */
export const NO_FIELDS: readonly FieldPair[] = [];

/** Makes fields the `Headers` that users get: those themselves, if they are some. */
export function toHeaders(fields: Fields | readonly FieldPair[]): Headers {
  if (fields instanceof Headers) return fields;
  const headers = new Headers();
  for (const [name, value] of fields) headers.append(name, value);
  return headers;
}
