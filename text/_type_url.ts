/** A full name: identifiers with points between them. */
const TYPE_NAME = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/;
/** What comes before the name in a URL. It does not begin with a slash, and ends with one. */
const PREFIX = /^(?!\/)(?:[A-Za-z0-9_\-.~!$&()*+,;=/]|%[0-9A-Fa-f]{2})+\/$/;

/** Whether a text is a full name, as of a message or an extension. */
export function isTypeName(text: string): boolean {
  return TYPE_NAME.test(text);
}

/**
 * The type that a URL names, after its last slash.
 *
 * @param url The URL.
 * @returns The full name; `undefined` if brackets cannot hold such a URL.
 */
export function typeNameOf(url: string): string | undefined {
  const slash = url.lastIndexOf("/");
  const name = url.slice(slash + 1);
  return isTypeName(name) && PREFIX.test(url.slice(0, slash + 1)) ? name : undefined;
}
