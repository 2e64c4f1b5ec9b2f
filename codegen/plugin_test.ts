import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { create, FileDescriptorProto } from "../reflect/mod.ts";
import { DescriptorError } from "../reflect/mod.ts";
import { CodeGeneratorRequest, CodeGeneratorResponse_Feature, generate, runPlugin } from "./mod.ts";

const FILE = create(FileDescriptorProto, {
  name: "a/b.proto",
  package: "a",
  syntax: "proto3",
  messageType: [{ name: "User", field: [{ name: "name", number: 1, type: 9, label: 1 }] }],
});

Deno.test("runPlugin() generates the files it is asked for", () => {
  const response = runPlugin(create(CodeGeneratorRequest, {
    protoFile: [FILE],
    fileToGenerate: ["a/b.proto"],
  }));
  assertEquals(response.error, undefined);
  assertEquals(response.file.map((file) => file.name), ["a/b_pb.ts"]);
  assertStringIncludes(response.file[0]!.content!, "export interface User");
});

Deno.test("runPlugin() declares proto3 optional and the editions from proto2 to 2024", () => {
  const response = runPlugin(create(CodeGeneratorRequest));
  const { PROTO3_OPTIONAL, SUPPORTS_EDITIONS } = CodeGeneratorResponse_Feature;
  assertEquals(response.supportedFeatures, BigInt(PROTO3_OPTIONAL | SUPPORTS_EDITIONS));
  assertEquals([response.minimumEdition, response.maximumEdition], [998, 1001]);
});

Deno.test("runPlugin() answers an unknown or bad parameter with an error", () => {
  for (const parameter of ["fast", "fast=1", "runtime=", "bootstrap=maybe", "runtime=x,y=z"]) {
    const response = runPlugin(create(CodeGeneratorRequest, { parameter }));
    assertStringIncludes(response.error ?? "", "Cannot use option", parameter);
  }
});

Deno.test("runPlugin() answers a missing import with an error", () => {
  const file = { ...FILE, dependency: ["missing.proto"] };
  const response = runPlugin(create(CodeGeneratorRequest, { protoFile: [file] }));
  assertStringIncludes(response.error ?? "", '"missing.proto"');
});

Deno.test("generate() rejects a file that is not there", () => {
  assertThrows(() => generate([FILE], ["c.proto"]), DescriptorError, "c.proto");
});

Deno.test("generate() rejects names that lead out of the output folder, or out of a line", () => {
  for (const name of ["../a.proto", "a/../../b.proto", "/a.proto", "a\nb.proto"]) {
    const problem = "it is no path below the output folder";
    assertThrows(() => generate([{ ...FILE, name }], [name]), DescriptorError, problem);
    const request = create(CodeGeneratorRequest, {
      protoFile: [{ ...FILE, name }],
      fileToGenerate: [name],
    });
    assertStringIncludes(runPlugin(request).error ?? "", problem);
  }
  const [module] = generate([{ ...FILE, name: "*/b.proto" }], ["*/b.proto"]);
  assertStringIncludes(module!.text, "/** The file `*\\/b.proto`. */");
});

Deno.test("generate() gives the same text each time", () => {
  assertEquals(generate([FILE], ["a/b.proto"]), generate([FILE], ["a/b.proto"]));
});

Deno.test("generate() imports the runtime from where the options say", () => {
  const text = (runtime: string) => generate([FILE], ["a/b.proto"], { runtime })[0]!.text;
  assertStringIncludes(text("jsr:@seria/seria@0.1"), 'from "jsr:@seria/seria@0.1/reflect"');
  assertStringIncludes(text("../.."), 'from "../../../reflect/mod.ts"');
  assertStringIncludes(text("/opt/seria"), 'from "/opt/seria/reflect/mod.ts"');
  assert(!text("../..").includes("@seria/seria"));
});

Deno.test("the plugin runs as a program: request in, response out", async () => {
  const { decode, encode } = await import("../reflect/mod.ts");
  const { CodeGeneratorResponse } = await import("./mod.ts");
  const plugin = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", new URL("protoc_gen_seria.ts", import.meta.url).pathname],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const request = create(CodeGeneratorRequest, {
    protoFile: [FILE],
    fileToGenerate: ["a/b.proto"],
  });
  const writer = plugin.stdin.getWriter();
  await writer.write(encode(CodeGeneratorRequest, request));
  await writer.close();
  const { stdout } = await plugin.output();
  assertEquals(decode(CodeGeneratorResponse, stdout), runPlugin(request));
});
