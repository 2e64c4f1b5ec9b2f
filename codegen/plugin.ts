import { create, type FileDescriptor, type FileDescriptorProto } from "../reflect/mod.ts";
import { buildFile, DescriptorError } from "../reflect/mod.ts";
import { Edition, MAXIMUM_EDITION } from "../editions/mod.ts";
import {
  type CodeGeneratorRequest,
  CodeGeneratorResponse,
  CodeGeneratorResponse_Feature,
  CodeGeneratorResponse_File,
} from "./gen/google/protobuf/compiler/plugin_pb.ts";
import { generateModule } from "./module.ts";
import { modulePath } from "./names.ts";
import { type GenerateOptions, parseOptions } from "./options.ts";

/** A generated module. */
export interface GeneratedModule {
  /** Where it goes, relative to the output folder. */
  readonly path: string;
  /** TypeScript. */
  readonly text: string;
}

/**
 * Generates the modules of files.
 *
 * @param protos All files, each after those that it imports, as compilers give them.
 * @param names The names of the files to generate.
 * @param options How to generate.
 * @returns The modules, in the order of `names`.
 * @throws {DescriptorError} If the files do not make sense.
 *
 * @example Generate a module
 * ```ts
 * import { generate } from "@seria/seria/codegen";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const name = "google/protobuf/duration.proto";
 * const [module] = generate([Duration.descriptor.file.proto], [name]);
 * assertEquals(module!.path, "google/protobuf/duration_pb.ts");
 * ```
 */
export function generate(
  protos: readonly FileDescriptorProto[],
  names: readonly string[],
  options: GenerateOptions = {},
): GeneratedModule[] {
  const files = new Map<string, FileDescriptor>();
  for (const proto of protos) {
    const dependencies = proto.dependency.map((name) => {
      const file = files.get(name);
      if (file === undefined) {
        throw new DescriptorError(
          `Cannot build "${proto.name}": it imports "${name}", which is missing`,
        );
      }
      return file;
    });
    files.set(proto.name ?? "", buildFile(proto, dependencies));
  }
  const generated = new Set(names);
  return names.map((name) => {
    const file = files.get(name);
    if (file === undefined) throw new DescriptorError(`Cannot generate "${name}": it is missing`);
    if (!isBelow(name)) {
      throw new DescriptorError(`Cannot generate "${name}": it is no path below the output folder`);
    }
    return { path: modulePath(file), text: generateModule(file, generated, options) };
  });
}

/** Whether the name of a file is a relative path that leads nowhere else, in one line. */
function isBelow(name: string): boolean {
  // deno-lint-ignore no-control-regex
  return !/^\/|[\0-\x1f]/.test(name) && !name.split("/").includes("..");
}

/**
 * Runs the plugin on a request of `protoc` or `buf`.
 *
 * @param request What to generate.
 * @returns The modules, or an error for the user.
 *
 * @example A parameter that is not known
 * ```ts
 * import { CodeGeneratorRequest, runPlugin } from "@seria/seria/codegen";
 * import { create } from "@seria/seria";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const response = runPlugin(create(CodeGeneratorRequest, { parameter: "fast=1" }));
 * assertStringIncludes(response.error ?? "", "Cannot use option fast");
 * ```
 */
export function runPlugin(request: CodeGeneratorRequest): CodeGeneratorResponse {
  const features = CodeGeneratorResponse_Feature.PROTO3_OPTIONAL |
    CodeGeneratorResponse_Feature.SUPPORTS_EDITIONS;
  const response = create(CodeGeneratorResponse, {
    supportedFeatures: BigInt(features),
    minimumEdition: Edition.Proto2,
    maximumEdition: MAXIMUM_EDITION,
  });
  try {
    const options = parseOptions(request.parameter ?? "");
    for (const { path, text } of generate(request.protoFile, request.fileToGenerate, options)) {
      response.file.push(create(CodeGeneratorResponse_File, { name: path, content: text }));
    }
  } catch (error) {
    if (!(error instanceof DescriptorError || error instanceof SyntaxError)) throw error;
    response.error = error.message;
  }
  return response;
}
