import { dirname, join } from "node:path/posix";
import { findCycles } from "./cycles.ts";
import { PACKAGE, type Rule, RULES, UNCHECKED } from "./rules.ts";
import { type Import, type Scan, scan } from "./scan.ts";

/** What a file does that it may not. */
export interface Violation {
  /** The file. */
  readonly path: string;
  /** The line, from 1. */
  readonly line: number;
  /** What is wrong. */
  readonly message: string;
}

/**
 * Checks which files import and use what.
 *
 * @param files The sources, by their paths from the root of the package. Tests are passed over.
 * @param exports The public entry points as `deno.json` has them: `{ "./wire": "./wire/mod.ts" }`.
 * @returns What is not allowed, by path and line.
 */
export function checkLayers(
  files: ReadonlyMap<string, string>,
  exports: Readonly<Record<string, string>>,
): Violation[] {
  const checker = new Checker(new Entries(exports));
  const scans = new Map<string, Scan>();
  for (const [path, source] of files) {
    if (UNCHECKED.test(path)) continue;
    scans.set(path, scan(source));
  }
  for (const [path, found] of scans) checker.checkFile(path, found);
  checker.checkCycles(scans);
  return checker.violations.sort((a, b) =>
    a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1
  );
}

/** The public entry points. */
class Entries {
  /** Their paths, by the names they are imported by. */
  readonly #paths = new Map<string, string>();

  constructor(exports: Readonly<Record<string, string>>) {
    for (const [name, path] of Object.entries(exports)) {
      this.#paths.set(join(PACKAGE, name), join(path));
    }
  }

  /** The path of a name. */
  path(name: string): string | undefined {
    return this.#paths.get(name);
  }

  /** Whether a path is a public entry point. */
  has(path: string): boolean {
    return [...this.#paths.values()].includes(path);
  }
}

class Checker {
  readonly violations: Violation[] = [];
  readonly #entries: Entries;

  constructor(entries: Entries) {
    this.#entries = entries;
  }

  checkFile(path: string, { imports, uses }: Scan): void {
    const rule = ruleOf(path);
    if (rule === undefined) {
      this.#report(path, 1, `no rule says what ${folderOf(path)} may import`);
      return;
    }
    for (const found of imports) {
      const problem = this.#importProblem(path, rule, found);
      if (problem !== undefined) this.#report(path, found.line, problem);
    }
    for (const { what, line } of uses) {
      if (what !== "Deno") this.#report(path, line, `${what} makes code of text`);
      else if (!rule.host) this.#report(path, line, "Deno is not there on every host");
    }
  }

  checkCycles(scans: ReadonlyMap<string, Scan>): void {
    const graph = new Map<string, string[]>();
    for (const [path, { imports }] of scans) {
      const targets = imports
        .filter(({ kind }) => kind === "static")
        .map((found) => this.#target(path, found))
        .filter((target) => target !== undefined && scans.has(target));
      graph.set(path, targets as string[]);
    }
    for (const cycle of findCycles(graph)) {
      const [path, next] = cycle as [string, string];
      const { line } = scans.get(path)!.imports
        .find((found) => found.kind === "static" && this.#target(path, found) === next)!;
      this.#report(path, line, `import cycle: ${cycle.join(" -> ")}`);
    }
  }

  #report(path: string, line: number, message: string): void {
    this.violations.push({ path, line, message });
  }

  /** The path of the file that is imported, if it is one of the package's. */
  #target(path: string, { specifier }: Import): string | undefined {
    if (specifier === undefined) return undefined;
    return /^\.\.?\//.test(specifier)
      ? join(dirname(path), specifier)
      : this.#entries.path(specifier);
  }

  #importProblem(path: string, rule: Rule, found: Import): string | undefined {
    const { specifier } = found;
    if (specifier === undefined) {
      return rule.packages ? undefined : "import() of a name that is computed";
    }
    if (specifier.startsWith("node:")) {
      return rule.host ? undefined : `${specifier} is not there on every host`;
    }
    const target = this.#target(path, found);
    const byName = specifier === PACKAGE || specifier.startsWith(`${PACKAGE}/`);
    if (target === undefined) {
      if (byName) return `${specifier} is no public entry point`;
      return rule.packages ? undefined : `${specifier} is a package`;
    }
    if (byName) return rule.outside || rule.entries ? undefined : `${specifier}: import it by path`;
    if (rule.tools && folderOf(target) === "_tools") return undefined;
    return targetProblem(path, target) ?? this.#folderProblem(path, rule, target);
  }

  #folderProblem(path: string, rule: Rule, target: string): string | undefined {
    const folder = folderOf(target);
    if (folder === folderOf(path)) return undefined;
    if (rule.outside) return `${target}: import public entry points, by name`;
    if (rule.entries && this.#entries.has(target)) return undefined;
    if (!rule.folders.includes(folder)) return `${folderOf(path)} may not import ${folder}`;
    if (target !== join(folder, "mod.ts")) return `${target}: import ${folder}/mod.ts`;
    return undefined;
  }
}

/** What is wrong with a target, whatever folders there are. */
function targetProblem(path: string, target: string): string | undefined {
  if (UNCHECKED.test(target)) return `${target} is for tests and tools`;
  const segments = target.split("/");
  for (const [index, segment] of segments.entries()) {
    const inside = segments.slice(0, index).map((name) => `${name}/`).join("");
    if (segment.startsWith("_") && !path.startsWith(inside)) return `${target} is private`;
  }
  return undefined;
}

/** The first folder of a path; the path itself, at the root. */
function folderOf(path: string): string {
  return path.split("/")[0]!;
}

/** The rule for a path: its own, or that of the innermost folder that has one. */
function ruleOf(path: string): Rule | undefined {
  for (let at = path; at !== "."; at = dirname(at)) {
    const rule = RULES[at];
    if (rule !== undefined) return rule;
  }
  return undefined;
}
