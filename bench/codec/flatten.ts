/**
 * Makes the strings of a message flat, as a program has them that gets its texts from elsewhere. A
 * decoder may have made them of pieces, or as parts of others; what is measured when such a message
 * is written would depend on the decoder.
 *
 * @param message A message of any library; changed in place.
 * @returns The message.
 */
export function flattenStrings<T>(message: T): T {
  if (typeof message === "string") return JSON.parse(JSON.stringify(message));
  if (typeof message !== "object" || message === null) return message;
  if (ArrayBuffer.isView(message) || Object.isFrozen(message)) return message;
  if (message instanceof Map) {
    const entries = [...message];
    message.clear();
    for (const [key, value] of entries) {
      message.set(flattenStrings(key), flattenStrings(value));
    }
    return message;
  }
  const fields = message as Record<string, unknown>;
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (typeof value === "string" || typeof value === "object") {
      fields[name] = flattenStrings(value);
    }
  }
  return message;
}
