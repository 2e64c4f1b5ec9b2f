/** The globals that generated code uses by name. */
const GLOBALS: ReadonlySet<string> = new Set([
  "Map",
  "Object",
  "Partial",
  "Record",
  "Uint8Array",
  "Infinity",
  "NaN",
]);

/** How wide a line may be before it is broken. */
const WIDTH = 100;

/** Collects the lines of a module, and what it imports. */
export class Printer {
  #lines: string[] = [];
  #indent = "";
  #imports = new Map<string, Map<string, { alias: string; typeOnly: boolean }>>();
  /** The names that the module declares itself, or has imported. */
  #taken: Set<string>;

  /** @param declared The names that the module declares itself. */
  constructor(declared: Iterable<string>) {
    this.#taken = new Set(declared);
  }

  /** Adds lines, at the current indentation. */
  line(...lines: string[]): void {
    for (const line of lines) this.#lines.push(line === "" ? "" : this.#indent + line);
  }

  /** Adds what `body` adds, one level deeper, between two lines. */
  block(open: string, body: () => void, close: string): void {
    this.line(open);
    this.indented(body);
    this.line(close);
  }

  /** Adds a function. */
  func(name: string, parameters: readonly string[], result: string, body: () => void): void {
    const open = `function ${name}(${parameters.join(", ")}): ${result} {`;
    if (this.fits(open)) {
      this.line(open);
    } else {
      const list = parameters.map((each) => `  ${each},`);
      this.line(`function ${name}(`, ...list, `): ${result} {`);
    }
    this.indented(body);
    this.line("}");
  }

  /** Adds what `body` adds, one level deeper. */
  indented(body: () => void): void {
    const outer = this.#indent;
    this.#indent += "  ";
    body();
    this.#indent = outer;
  }

  /** Adds `if (condition) statement`, on one line if it is one statement, and fits. */
  when(condition: string, statements: readonly string[]): void {
    const line = `if (${condition}) ${statements.join(" ")}`;
    if (statements.length === 1 && this.fits(line)) this.line(line);
    else this.block(`if (${condition}) {`, () => this.line(...statements), "}");
  }

  /** Adds a list in braces, on one line if it fits: `open` and `close` end and begin with them. */
  braces(open: string, items: readonly string[], close: string): void {
    const line = items.length === 0 ? `${open}${close}` : `${open} ${items.join(", ")} ${close}`;
    if (this.fits(line)) this.line(line);
    else this.line(open, ...items.map((item) => `  ${item},`), close);
  }

  /** Adds a call between two texts, with an argument a line if it does not fit on one. */
  call(before: string, name: string, args: readonly string[], after: string): void {
    const line = `${before}${name}(${args.join(", ")})${after}`;
    if (this.fits(line)) this.line(line);
    else this.line(`${before}${name}(`, ...args.map((arg) => `  ${arg},`), `)${after}`);
  }

  /** Adds `left = call(args);`, an argument a line. */
  constant(left: string, call: string, args: readonly string[]): void {
    const lines = args.flatMap((arg) => `${arg},`.split("\n").map((line) => `  ${line}`));
    const open = `${left} = ${call}(`;
    if (this.fits(open)) this.line(open, ...lines, ");");
    else this.line(`${left} =`, `  ${call}(`, ...lines.map((line) => `  ${line}`), "  );");
  }

  /** Whether a line fits at the current indentation. */
  fits(line: string): boolean {
    return this.#indent.length + line.length <= WIDTH;
  }

  /**
   * Imports a name.
   *
   * @param from The module.
   * @param name What it exports.
   * @param typeOnly Whether it is used as a type only.
   * @returns The name to use: an alias, if it is taken.
   */
  import(from: string, name: string, typeOnly = false): string {
    let module = this.#imports.get(from);
    if (module === undefined) this.#imports.set(from, module = new Map());
    const known = module.get(name);
    if (known !== undefined) {
      known.typeOnly &&= typeOnly;
      return known.alias;
    }
    const alias = this.claim(name);
    module.set(name, { alias, typeOnly });
    return alias;
  }

  /**
   * Takes a name for something that the module imports, or declares for its own use.
   *
   * @param name What it should be.
   * @returns The name; with `$1` and so on if it is taken.
   */
  claim(name: string): string {
    let free = name;
    for (let n = 1; this.#taken.has(free) || GLOBALS.has(free); n++) free = `${name}$${n}`;
    this.#taken.add(free);
    return free;
  }

  /** A global, by a name that works where the module has something else of that name. */
  global(name: string): string {
    return this.#taken.has(name) ? `globalThis.${name}` : name;
  }

  /** Gives the module: a header, the imports, then the lines. */
  toString(header: readonly string[]): string {
    const imports = [...this.#imports].sort(([a], [b]) => compareModules(a, b))
      .map(([from, names]) => importStatement(from, names));
    const parts = [...header];
    if (imports.length > 0) parts.push("", ...imports);
    return [...parts, ...this.#lines].join("\n") + "\n";
  }
}

function importStatement(
  from: string,
  names: ReadonlyMap<string, { alias: string; typeOnly: boolean }>,
): string {
  const entries = [...names].sort(([a], [b]) => compareNames(a, b));
  const allTypes = entries.every(([, { typeOnly }]) => typeOnly);
  const specifiers = entries.map(([name, { alias, typeOnly }]) =>
    (typeOnly && !allTypes ? "type " : "") + (alias === name ? name : `${name} as ${alias}`)
  );
  const keyword = allTypes ? "import type" : "import";
  const line = `${keyword} { ${specifiers.join(", ")} } from ${JSON.stringify(from)};`;
  if (line.length <= WIDTH) return line;
  return [
    `${keyword} {`,
    ...specifiers.map((specifier) => `  ${specifier},`),
    `} from ${JSON.stringify(from)};`,
  ].join("\n");
}

/** Packages first, then parents, then neighbours. */
function compareModules(a: string, b: string): number {
  const rank = (path: string) => path.startsWith("./") ? 2 : path.startsWith("../") ? 1 : 0;
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

/** Case-insensitive, as the formatter sorts them. */
function compareNames(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : a < b ? -1 : 1;
}
