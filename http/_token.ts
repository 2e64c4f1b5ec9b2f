/** Whether a text is a token (RFC 9110 section 5.6.2), as methods and names of fields are. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Whether a text is a token in lower case, as HTTP/2 and this package have names of fields. */
export function isFieldName(text: string): boolean {
  return LOWER_TOKEN.test(text);
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const LOWER_TOKEN = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
