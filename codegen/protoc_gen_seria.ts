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

if (import.meta.main) {
  const input = await new Response(Deno.stdin.readable).bytes();
  // Schemas come from the user's own compiler, and descriptors are wide: no memory bound.
  const request = decode(CodeGeneratorRequest, input, { maxElementBytes: Infinity });
  const output = encode(CodeGeneratorResponse, runPlugin(request));
  await new Blob([output]).stream().pipeTo(Deno.stdout.writable);
}
