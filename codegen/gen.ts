/**
 * Generates TypeScript from `.proto` files; no toolchain to install.
 *
 * ```sh
 * deno run -A jsr:@seria/seria/gen proto --out gen
 * ```
 *
 * Run it with `--help` for the options.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { dirname, join, relative, resolve } from "node:path";
import { create, DescriptorError, encode, FileDescriptorSet } from "../reflect/mod.ts";
import { compile, CompileError } from "./_compile.ts";
import { writeFileIfChanged, writeModules } from "./_write.ts";
import { parseRuntime } from "./options.ts";
import { generate } from "./plugin.ts";

const HELP = `Generates TypeScript from .proto files.

Usage: gen [options] [folder...]

  folder           Where the .proto files are, and what their imports are
                   relative to. Default: proto

  -o, --out        The output folder. Default: gen
  -I, --include    A folder that imports are looked up in as well; nothing is
                   generated for its files. Can be given more than once.
      --runtime    Where generated code imports the runtime from: a package, or
                   a path relative to the output folder. Default: @seria/seria
  -d, --descriptor-set
                   A file to write the compiled files to as well, those that
                   they import included: a FileDescriptorSet in the binary
                   format, for createRegistry(), gRPC reflection and the like.
      --check      Write nothing; fail if anything would change.
  -h, --help       Print this.`;

/** What the command line says. */
interface Arguments {
  folders: string[];
  out: string;
  include: string[];
  runtime: string;
  "descriptor-set"?: string | undefined;
  check: boolean;
}

/**
 * Runs the generator.
 *
 * @param args The command line's arguments.
 * @returns The exit code: 0, or 1 after a problem, which it has printed.
 *
 * @example Print the help
 * ```ts
 * import { main } from "@seria/seria/gen";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await main(["--help"]), 0);
 * ```
 */
export async function main(args: string[]): Promise<number> {
  try {
    const parsed = parse(args);
    if (parsed === undefined) {
      console.log(HELP);
      return 0;
    }
    return await run(parsed);
  } catch (error) {
    if (!isUserError(error)) throw error;
    console.error(`gen: ${error.message}`);
    return 1;
  }
}

function parse(args: string[]): Arguments | undefined {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: { type: "string", short: "o", default: "gen" },
      include: { type: "string", short: "I", multiple: true, default: [] },
      runtime: { type: "string", default: "@seria/seria" },
      "descriptor-set": { type: "string", short: "d" },
      check: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return undefined;
  const folders = positionals.length > 0 ? positionals : ["proto"];
  return { folders, ...values };
}

async function run(parsed: Arguments): Promise<number> {
  const { folders, out, include, check } = parsed;
  const runtime = parseRuntime(parsed.runtime);
  const names = new Set<string>();
  for (const folder of folders) {
    for (const name of await protoFiles(folder)) names.add(name);
  }
  if (names.size === 0) throw new RangeError(`no .proto files in ${folders.join(", ")}`);
  for (const folder of include) await protoFiles(folder);
  const protos = await compile(rootsOf([...folders, ...include]));
  const modules = generate(protos, [...names], { runtime });
  const set = parsed["descriptor-set"];
  const changed = set !== undefined &&
    await writeFileIfChanged(
      set,
      encode(FileDescriptorSet, create(FileDescriptorSet, { file: protos })),
      check,
    );
  const code = await writeModules(out, modules, check);
  return check && changed ? 1 : code;
}

/** The absolute paths of folders; none may be inside another, where its files have other names. */
function rootsOf(folders: readonly string[]): string[] {
  const roots = new Map(folders.map((folder) => [resolve(folder), folder]));
  for (const [path, folder] of roots) {
    for (let outer = dirname(path); outer !== dirname(outer); outer = dirname(outer)) {
      if (roots.has(outer)) throw new RangeError(`${folder} is inside ${roots.get(outer)}`);
    }
  }
  return [...roots.keys()];
}

/** The `.proto` files below a folder, relative to it, sorted. */
async function protoFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  async function walk(path: string): Promise<void> {
    for await (const entry of Deno.readDir(path)) {
      const child = join(path, entry.name);
      if (entry.isDirectory) await walk(child);
      else if (entry.name.endsWith(".proto")) found.push(relative(folder, child));
    }
  }
  try {
    await walk(folder);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) {
      throw error;
    }
    throw new RangeError(`${folder} is not a folder`);
  }
  return found.sort();
}

function isUserError(error: unknown): error is Error {
  return error instanceof CompileError || error instanceof DescriptorError ||
    error instanceof RangeError || error instanceof SyntaxError ||
    error instanceof Error && error.name in Deno.errors || // from the file system
    // ERR_PARSE_ARGS_… from parseArgs; ENOTDIR and so on from the file system
    error instanceof Error && "code" in error && String(error.code).startsWith("E");
}

if (import.meta.main) Deno.exit(await main(Deno.args));
