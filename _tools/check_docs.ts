/**
 * Checks the documentation of every public entry point: that `deno doc --lint` has nothing to say,
 * and that each function, class and constant has an example. (`deno test --doc` runs them.)
 * Generated code is documented by its `.proto` files, and has no examples.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import config from "../deno.json" with { type: "json" };

/** What has to have an example. */
const KINDS: ReadonlySet<string> = new Set(["function", "class", "variable"]);

/** What this tool needs of the output of `deno doc --json`. */
interface DocOutput {
  readonly nodes: Readonly<Record<string, { readonly symbols?: readonly DocSymbol[] }>>;
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly {
    readonly kind: string;
    readonly location: { readonly filename: string; readonly line: number };
    readonly jsDoc?: { readonly tags?: readonly { readonly kind: string }[] };
  }[];
}

function denoDoc(args: readonly string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["doc", ...args, ...new Set(Object.values(config.exports))],
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdout: args.includes("--json") ? "piped" : "inherit",
    stderr: "inherit",
  });
}

/** The public symbols that want an example and have none, as `file:line: name`. */
function withoutExample(output: DocOutput): string[] {
  const found = new Set<string>();
  for (const { symbols } of Object.values(output.nodes)) {
    for (const { name, declarations } of symbols ?? []) {
      const wanting = declarations.filter(({ kind }) => KINDS.has(kind));
      const { location } = wanting[0] ?? {};
      if (location === undefined || location.filename.endsWith("_pb.ts")) continue;
      const shown = wanting.some(({ jsDoc }) =>
        jsDoc?.tags?.some(({ kind }) => kind === "example")
      );
      if (!shown) found.add(`${location.filename}:${location.line + 1}: ${name} has no @example`);
    }
  }
  return [...found].sort();
}

if (import.meta.main) {
  const { code } = await denoDoc(["--lint"]).output();
  const { stdout } = await denoDoc(["--json"]).output();
  const missing = withoutExample(JSON.parse(new TextDecoder().decode(stdout)));
  for (const line of missing) console.error(line);
  console.log(`${missing.length} public symbols without an example`);
  Deno.exit(code || (missing.length > 0 ? 1 : 0));
}
