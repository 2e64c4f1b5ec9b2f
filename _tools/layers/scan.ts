import { blankNonCode } from "./blank.ts";

/** An import in a file. */
export interface Import {
  /** What is imported, as it is written; `undefined` if that is computed at run time. */
  readonly specifier: string | undefined;
  /** Static imports and re-exports, those of types only, and `import()`. */
  readonly kind: "static" | "type" | "dynamic";
  /** The line, from 1. */
  readonly line: number;
}

/** Something a file uses that not every file may. */
export interface Use {
  /** What it uses. */
  readonly what: "Deno" | "eval" | "Function";
  /** The line, from 1. */
  readonly line: number;
}

/** What a file imports and uses. */
export interface Scan {
  /** The imports, the first first. */
  readonly imports: readonly Import[];
  /** The uses. */
  readonly uses: readonly Use[];
}

const START = String.raw`(?<![\w$.])`;
/** What may be between `import` and `from`: a name, names in braces, or a star. */
const BINDINGS = String.raw`(?:[\w$]+\s*,?\s*)?(?:\{[^}]*\}|\*(?:\s*as\s+[\w$]+)?)?`;

const STATIC = new RegExp(
  String
    .raw`${START}(?:import|export)\s*(type\b(?!\s*(?:from\b|,)))?\s*${BINDINGS}\s*\bfrom\s*["']`,
  "g",
);
const SIDE_EFFECT = new RegExp(String.raw`${START}import\s*["']`, "g");
const DYNAMIC = new RegExp(String.raw`${START}import\s*\(\s*(["'${"`"}])?`, "g");

const USES: readonly [what: Use["what"], pattern: RegExp][] = [
  ["Deno", /(?<![\w$.])Deno\b|\bglobalThis\s*\.\s*Deno\b/g],
  ["eval", /(?<![\w$.])eval\s*\(|\bglobalThis\s*\.\s*eval\b/g],
  ["Function", /\bnew\s+Function\b|(?<![\w$.])Function\s*\(/g],
];

/**
 * Finds what a file imports and uses.
 *
 * @param source TypeScript.
 */
export function scan(source: string): Scan {
  const code = blankNonCode(source);
  const lineAt = (index: number) => source.slice(0, index).split("\n").length;
  const imports: [index: number, found: Import][] = [];
  const add = (match: RegExpExecArray, kind: Import["kind"]) => {
    // Where the match ends with a quote, the name is between it and the next one.
    const start = match.index + match[0].length;
    const quote = source[start - 1]!;
    const isName = /["'`]/.test(quote);
    const name = source.slice(start, source.indexOf(quote, start));
    const specifier = isName && !(quote === "`" && name.includes("${")) ? name : undefined;
    imports.push([match.index, { specifier, kind, line: lineAt(match.index) }]);
  };
  for (const match of code.matchAll(STATIC)) add(match, match[1] ? "type" : "static");
  for (const match of code.matchAll(SIDE_EFFECT)) add(match, "static");
  for (const match of code.matchAll(DYNAMIC)) add(match, "dynamic");
  const uses = USES.flatMap(([what, pattern]) =>
    [...code.matchAll(pattern)].map((match) => ({ what, line: lineAt(match.index) }))
  );
  return { imports: imports.sort(([a], [b]) => a - b).map(([, found]) => found), uses };
}
