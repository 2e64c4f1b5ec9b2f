/**
 * Properties that a message or a client must not have: those that every object inherits, and those
 * that change how JavaScript treats it.
 */
const RESERVED: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  "then",
  "toJSON",
]);

/**
 * The JSON name of a field that sets none: underscores go, and the letter after one is capitalised.
 *
 * See https://protobuf.dev/programming-guides/json/
 *
 * @param name The name in the `.proto` file.
 * @returns The JSON name.
 *
 * @example A field name
 * ```ts
 * import { jsonName } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(jsonName("first_name"), "firstName");
 * ```
 */
export function jsonName(name: string): string {
  return name.replace(/_+(.?)/g, (_, letter: string) => letter.toUpperCase());
}

/** Names that are one another's neighbours: the members of a message, the methods of a service. */
export class LocalNames {
  #taken = new Set<string>();

  /**
   * Finds a property name for a declaration.
   *
   * @param name What the name should be.
   * @param suffix What tells it apart if the name is taken: a field number, an index.
   * @returns The name; with `_` before it if it begins with a digit, with `$` at its end if it would
   * change how the object behaves, with `$` and the suffix, or the next that is free, if it is taken.
   */
  claim(name: string, suffix: number): string {
    const wanted = name.replace(/^(?=\d)/, "_"); // of the field `_1`, the JSON name is `1`
    let local = RESERVED.has(wanted) || wanted === "" ? `${wanted}$` : wanted;
    for (let n = suffix; this.#taken.has(local); n++) local = `${wanted}$${n}`;
    this.#taken.add(local);
    return local;
  }
}

/**
 * The property that calls a method: its name with a lower-case first letter.
 *
 * @param name The name in the `.proto` file.
 * @returns The name, before {@linkcode LocalNames} has its say.
 */
export function methodName(name: string): string {
  const camel = jsonName(name);
  return camel.charAt(0).toLowerCase() + camel.slice(1);
}
