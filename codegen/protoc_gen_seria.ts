/**
 * The plugin `protoc-gen-seria`: reads a `CodeGeneratorRequest` from standard input, writes a
 * `CodeGeneratorResponse` to standard output. `protoc` and `buf` run it.
 *
 * ```yaml
 * # buf.gen.yaml
 * version: v2
 * plugins:
 *   - local: ["deno", "run", "-A", "jsr:@seria/seria/protoc-gen-seria"]
 *     out: gen
 * ```
 *
 * @module
 */
import { decode, encode } from "../reflect/mod.ts";
import {
  CodeGeneratorRequest,
  CodeGeneratorResponse,
} from "./gen/google/protobuf/compiler/plugin_pb.ts";
import { runPlugin } from "./plugin.ts";

const HELP = `The plugin protoc-gen-seria: protoc and buf run it, and speak to it over standard
input and output. It takes no arguments.

Its options go into buf.gen.yaml (opt: runtime=...) or to protoc (--seria_opt=runtime=...):

  runtime  Where generated code imports the runtime from: a package, or a path
           relative to the output folder. Default: @seria/seria`;

if (import.meta.main && Deno.args.length > 0) {
  const asked = Deno.args.some((arg) => arg === "--help" || arg === "-h");
  if (asked) console.log(HELP);
  else console.error(`protoc-gen-seria: it takes no arguments\n\n${HELP}`);
  Deno.exit(asked ? 0 : 1);
}

if (import.meta.main) {
  const input = await new Response(Deno.stdin.readable).bytes();
  // Schemas come from the user's own compiler, and descriptors are wide: no memory bound.
  const request = decode(CodeGeneratorRequest, input, { maxElementBytes: Infinity });
  const output = encode(CodeGeneratorResponse, runPlugin(request));
  await new Blob([output]).stream().pipeTo(Deno.stdout.writable);
}
