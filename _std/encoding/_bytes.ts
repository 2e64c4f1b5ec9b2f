/**
 * The bytes of what encoders take.
 *
 * @param data Bytes, or text to be encoded as UTF-8.
 */
export function bytesOf(data: ArrayBuffer | Uint8Array | string): Uint8Array {
  if (typeof data === "string") return new TextEncoder().encode(data);
  return data instanceof Uint8Array ? data : new Uint8Array(data);
}

/**
 * Refuses characters that an alphabet does not have; the native decoders skip white space.
 *
 * @param text What is to be decoded.
 * @param foreign Matches a character that may not be there.
 * @param name The encoding's name.
 * @throws {TypeError} If there is such a character.
 */
export function checkAlphabet(text: string, foreign: RegExp, name: string): void {
  const match = foreign.exec(text);
  if (match === null) return;
  throw new TypeError(`Cannot decode input as ${name}: Invalid character (${match[0]})`);
}

/**
 * Decodes either kind of base64.
 *
 * @param text The base64, padded or not.
 * @param foreign Matches a character that the alphabet does not have.
 * @param alphabet Which kind it is.
 * @throws {TypeError} If a character is not in the alphabet.
 * @throws {RangeError} If no bytes give base64 of this length.
 */
export function decode64(
  text: string,
  foreign: RegExp,
  alphabet: "base64" | "base64url",
): Uint8Array<ArrayBuffer> {
  const digits = text.replace(/={1,2}$/, "");
  checkAlphabet(digits, foreign, "base64");
  if (digits.length % 4 === 1) {
    throw new RangeError(
      `Cannot decode input as base64: Length (${digits.length}), excluding padding, ` +
        "must not have a remainder of 1 when divided by 4",
    );
  }
  return Uint8Array.fromBase64(digits, { alphabet });
}
