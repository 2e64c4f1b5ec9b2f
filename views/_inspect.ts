/** The method by which `console.log()` of Deno, Node and Bun asks what to show for an object. */
export const INSPECT: unique symbol = /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom");

/** A view is shown as the message that it is a view of, not as what it is made of. */
export function inspectView(this: object): object {
  const shown: Record<string, unknown> = {};
  for (const name in this) {
    const value = this[name as keyof typeof this];
    // A message has this property only if there are any.
    if (name !== "$unknown" || value !== undefined) shown[name] = value;
  }
  return shown;
}

/** A map of a view is shown as the map that it stands for. */
export function inspectMap(this: Iterable<[unknown, unknown]>): Map<unknown, unknown> {
  return new Map(this);
}
