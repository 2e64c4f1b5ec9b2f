const TypedArray: abstract new () => ArrayLike<unknown> = Object.getPrototypeOf(Uint8Array);

/** Classes whose values are told apart by their text. */
const COMPARED_AS_TEXT: readonly unknown[] = [RegExp, URL, URLSearchParams]
  .map((type) => type.prototype);

/**
 * Whether two values are equal in structure.
 *
 * `NaN` equals `NaN`, `0` equals `-0`, a property that is `undefined` does not equal a missing one,
 * objects of different prototypes differ, and the order of a `Map` or `Set` does not matter.
 *
 * @param a One value.
 * @param b The other.
 * @returns Whether they are equal.
 * @throws {TypeError} If either is a `WeakMap` or a `WeakSet`.
 */
export function equal(a: unknown, b: unknown): boolean {
  return new Comparison().equal(a, b);
}

class Comparison {
  /** Pairs being compared further up, so that cycles end. */
  #seen = new Map<object, object>();

  equal(a: unknown, b: unknown): boolean {
    if (a === b || Object.is(a, b)) return true;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    if (!samePrototype(a, b)) return false;
    if (a instanceof Date) return Object.is(a.getTime(), (b as Date).getTime());
    if (a instanceof TypedArray) return sameElements(a, b as typeof a);
    if (a instanceof ArrayBuffer || a instanceof SharedArrayBuffer) {
      return sameElements(new Uint8Array(a), new Uint8Array(b as ArrayBuffer));
    }
    if (a instanceof WeakMap || a instanceof WeakSet) {
      throw new TypeError(`Cannot compare ${a.constructor.name} instances`);
    }
    if (a instanceof WeakRef) return this.equal(a.deref(), (b as typeof a).deref());
    if (this.#seen.get(a) === b) return true;
    this.#seen.set(a, b);
    if (Object.keys(a).length !== Object.keys(b).length) return false;
    if (a instanceof Map) return this.#maps(a, b as typeof a);
    if (a instanceof Set) return this.#sets(a, b as typeof a);
    if (COMPARED_AS_TEXT.includes(Object.getPrototypeOf(a))) return String(a) === String(b);
    return this.#properties(a as Properties, b as Properties);
  }

  #properties(a: Properties, b: Properties): boolean {
    for (const key of new Set([...keysOf(a), ...keysOf(b)])) {
      if (key in a !== key in b || !this.equal(a[key], b[key])) return false;
    }
    return true;
  }

  #maps(a: Map<unknown, unknown>, b: Map<unknown, unknown>): boolean {
    if (a.size !== b.size) return false;
    return [...a].every(([key, value]) =>
      isPrimitive(key)
        ? b.has(key) && this.equal(value, b.get(key))
        : [...b].some(([k, v]) => this.equal(key, k) && this.equal(value, v))
    );
  }

  #sets(a: Set<unknown>, b: Set<unknown>): boolean {
    if (a.size !== b.size) return false;
    return [...a].every((value) =>
      isPrimitive(value) ? b.has(value) : [...b].some((v) => this.equal(value, v))
    );
  }
}

type Properties = Record<PropertyKey, unknown>;

function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}

function isPlain(prototype: unknown): boolean {
  return prototype === null || prototype === Object.prototype;
}

/** Objects without a prototype count as plain ones. */
function samePrototype(a: object, b: object): boolean {
  const ofA = Object.getPrototypeOf(a);
  const ofB = Object.getPrototypeOf(b);
  return ofA === ofB || (isPlain(ofA) && isPlain(ofB));
}

function sameElements(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i] && !Object.is(a[i], b[i])) return false;
  }
  return true;
}

/** Enumerable own keys of plain objects and arrays; for classes every key, getters included. */
function keysOf(value: object): PropertyKey[] {
  let prototype: object | null = Object.getPrototypeOf(value);
  if (isPlain(prototype) || prototype === Array.prototype) return Reflect.ownKeys({ ...value });
  const keys = Reflect.ownKeys(value);
  for (; prototype !== null && !isPlain(prototype); prototype = Object.getPrototypeOf(prototype)) {
    keys.push(...Reflect.ownKeys(prototype));
  }
  return keys;
}
