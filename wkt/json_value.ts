/** A value that JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonObject | JsonValue[];

/** A JSON object. */
export interface JsonObject {
  /** A member. */
  [key: string]: JsonValue;
}
