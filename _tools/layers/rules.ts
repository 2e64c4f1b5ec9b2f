/** What the files of a folder may import and use. */
export interface Rule {
  /** The other folders that they may import, by their `mod.ts`. */
  readonly folders: readonly string[];
  /** Whether they may import any public entry point, too. Default false. */
  readonly entries?: boolean;
  /** Whether they stand outside, and so import entry points by name only. Default false. */
  readonly outside?: boolean;
  /** Whether they may use `Deno` and `node:`. Default false: Web APIs only. */
  readonly host?: boolean;
  /** Whether they may import packages: `npm:`, `jsr:`, `@std/…`. Default false. */
  readonly packages?: boolean;
  /** Whether they are tools themselves, and may import what is in `_tools`. Default false. */
  readonly tools?: boolean;
}

const REFLECT = ["wire", "editions"];
const VIEWS = [...REFLECT, "reflect"];
const JSON = [...VIEWS, "views", "wkt"];
const FORMATS = [...JSON, "_textual"];
const RPC = [...JSON, "json", "text"];
const FRONT_DOOR = [...RPC, "rpc"];
const OUTSIDE: Rule = { folders: [], outside: true, host: true, packages: true };

/**
 * The layers: `wire, editions <- reflect <- views, wkt <- json, text <- rpc <- mod.ts`. `_textual` is
 * what json and text both stand on, and nobody else. A rule for a file or an inner folder goes before
 * the rule for what it is in; a folder without a rule may not hold code.
 */
export const RULES: Readonly<Record<string, Rule>> = {
  "wire": { folders: [] },
  "editions": { folders: [] },
  "reflect": { folders: REFLECT },
  "views": { folders: VIEWS },
  "wkt": { folders: VIEWS },
  "_textual": { folders: JSON },
  "json": { folders: FORMATS },
  "text": { folders: FORMATS },
  "rpc": { folders: RPC },
  "mod.ts": { folders: FRONT_DOOR },

  // HTTP knows nothing of RPC. They meet behind entry points of their own, so that what speaks fetch
  // alone does not load it.
  "http": { folders: [], host: true },
  "rpc/serve.ts": { folders: [...RPC, "http"], host: true },
  "rpc/grpc.ts": { folders: [...RPC, "http"] },
  "rpc/_engine": { folders: [...RPC, "http"] },

  "codegen": { folders: FRONT_DOOR, entries: true, host: true, packages: true },
  "conformance": { ...OUTSIDE, tools: true },
  "bench": { ...OUTSIDE, tools: true },
  "examples": OUTSIDE,
};

/** The package's own name. */
export const PACKAGE = "@seria/seria";

/** Files that the rules are not for: tests, what only tests use, and tools. */
export const UNCHECKED: RegExp =
  /(^|\/)(testdata|node_modules|_std|_tools|\.[^/]*)\/|_(test|testing|bench)\.ts$/;
