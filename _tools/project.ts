import { assert } from "@std/assert";
import { dirname, join, resolve } from "node:path";
import config from "../deno.json" with { type: "json" };

export const ROOT: string = resolve(import.meta.dirname!, "..");

/** A folder of somebody who uses the package; gone in the end. */
export interface Project extends AsyncDisposable {
  readonly path: string;
  /** Writes a file. */
  put(name: string, text: string): Promise<void>;
  /** Runs `deno` in the folder, and returns what it prints. It has to succeed. */
  deno(...args: string[]): Promise<string>;
  /** Starts a program that serves, and waits until it listens. */
  serve(program: string): Promise<Served>;
}

/** A server that runs; disposed of, it is killed. */
export interface Served extends AsyncDisposable {
  readonly port: string;
  readonly process: Deno.ChildProcess;
}

export async function newProject(): Promise<Project> {
  const path = await Deno.makeTempDir({ prefix: "seria-docs-" });
  return {
    path,
    async put(name, text) {
      await Deno.mkdir(dirname(join(path, name)), { recursive: true });
      await Deno.writeTextFile(join(path, name), text);
    },
    async deno(...args) {
      const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args,
        cwd: path,
      }).output();
      assert(success, new TextDecoder().decode(stderr));
      return new TextDecoder().decode(stdout);
    },
    serve: (program) => serve(path, program),
    async [Symbol.asyncDispose]() {
      await Deno.remove(path, { recursive: true });
    },
  };
}

/** What stands for JSR in a project's `deno.json`: the entry points of this checkout. */
export function importMap(): Record<string, string> {
  const imports: Record<string, string> = { "@std/assert": join(ROOT, "_std/assert/mod.ts") };
  for (const [name, path] of Object.entries(config.exports)) {
    imports[name.replace(/^\./, config.name)] = join(ROOT, path);
  }
  return imports;
}

async function serve(cwd: string, program: string): Promise<Served> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-net", program],
    cwd,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const port = await Promise.any([findPort(process.stdout), findPort(process.stderr)]);
  return {
    port,
    process,
    async [Symbol.asyncDispose]() {
      try {
        process.kill();
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // it has ended already
      }
      await process.status;
    },
  };
}

/** Reads what a server says up to the port that it listens on, and the rest as well. */
async function findPort(stream: ReadableStream<Uint8Array>): Promise<string> {
  const lines = stream.pipeThrough(new TextDecoderStream());
  let output = "";
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  lines.pipeTo(
    new WritableStream({
      write(text) {
        output += text;
        const port = /http:\/\/[\w.]+:(\d+)/.exec(output)?.[1];
        if (port !== undefined) resolve(port);
      },
      close: () => reject(new Error(`the server does not listen: ${output}`)),
    }),
  ).catch(reject);
  return await promise;
}
