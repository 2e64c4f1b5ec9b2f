/** A key for a value of a certain type among the values of a call; see `contextKey()`. */
export interface ContextKey<T> {
  /** What the key is for, for people to read. */
  readonly description: string;
  /** The value while none is set. */
  readonly defaultValue: T;
}

/**
 * Makes a key for values that go along with a call, from interceptors to the implementation. No
 * other key is equal to it.
 *
 * @param description What it is for, for people to read.
 * @param defaultValue The value while none is set.
 * @returns The key.
 *
 * @example Tell a method who calls
 * ```ts
 * import { connect, contextKey, createClient, createHandler } from "@seria/seria/rpc";
 * import { assertEquals } from "@std/assert";
 * import { GreetService } from "./testdata/gen/greet_pb.ts"; // made by `deno task gen`
 *
 * const user = contextKey("the user", "nobody");
 * const handler = createHandler((router) => {
 *   router.service(GreetService, {
 *     greet: (_, { values }) => ({ greeting: `Hello, ${values.get(user)}!` }),
 *   });
 * }, {
 *   interceptors: [(request, context, next) => {
 *     context.values.set(user, context.requestHeaders.get("user") ?? "stranger");
 *     return next(request);
 *   }],
 * });
 * const client = createClient(
 *   GreetService,
 *   connect.plaintext("http://localhost", { fetch: handler }),
 * );
 * const { greeting } = await client.greet({}, { headers: { user: "Ada" } });
 * assertEquals(greeting, "Hello, Ada!");
 * ```
 */
export function contextKey<T>(description: string, defaultValue: T): ContextKey<T> {
  return { description, defaultValue };
}

/**
 * Values that go along with a call, by key.
 *
 * @example Set a value and get it
 * ```ts
 * import { contextKey, ContextValues } from "@seria/seria/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * const attempts = contextKey("how often it was tried", 0);
 * const values = new ContextValues();
 * assertEquals(values.get(attempts), 0);
 * assertEquals(values.set(attempts, 2).get(attempts), 2);
 * ```
 */
export class ContextValues {
  readonly #values: Map<ContextKey<unknown>, unknown> = new Map();

  /**
   * Returns a value.
   *
   * @param key Its key.
   * @returns It, or the key's default.
   */
  get<T>(key: ContextKey<T>): T {
    return this.#values.has(key) ? this.#values.get(key) as T : key.defaultValue;
  }

  /**
   * Sets a value.
   *
   * @param key Its key.
   * @param value The value.
   * @returns The values.
   */
  set<T>(key: ContextKey<T>, value: T): this {
    this.#values.set(key, value);
    return this;
  }

  /**
   * Goes back to the key's default.
   *
   * @param key The key.
   */
  delete(key: ContextKey<unknown>): void {
    this.#values.delete(key);
  }
}
