/** `host` or `host:port`, without user information; or nothing. RFC 3986 section 3.2. */
const AUTHORITY = /^(?:\[[0-9A-Fa-f:.]+\]|[-.~!$&'()*+,;=%\w]*)(?::\d*)?$/;

/**
 * Whether a text can be the authority of a request. Any other might hold the path of the URL that is
 * made of it.
 */
export function isAuthority(text: string): boolean {
  return AUTHORITY.test(text);
}
