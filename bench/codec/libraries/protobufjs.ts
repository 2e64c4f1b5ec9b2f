import { encode } from "@seria/seria";
import { FileDescriptorSet } from "@seria/seria/reflect";
import { importCached, importPackage, versionOf } from "../config.ts";
import { camelCase, flatMember, type Library } from "../library.ts";

/** `protobufjs`, its static code: https://github.com/protobufjs/protobuf.js */
export async function protobufjs(schema: FileDescriptorSet): Promise<Library> {
  const { default: runtime } = await importPackage("protobufjs");
  await importPackage("protobufjs/ext/descriptor.js");
  const root = runtime.Root.fromDescriptor(encode(FileDescriptorSet, schema));
  return {
    name: "protobufjs",
    version: versionOf("protobufjs"),
    style: {
      property: (field) => camelCase(field.name),
      member: (message, _, field) => flatMember(`${message}.${camelCase(field.name)}`),
      maps: "object",
      longs: "Long",
    },
    keepsUnknown: false,
    async load(_file, typeName) {
      const module = await importCached("protobufjs/index.js");
      const type = typeName.split(".").reduce(
        (scope, name) => scope[name],
        module,
      );
      const dynamic = root.lookupType(typeName);
      return {
        decode: (bytes) => type.decode(bytes),
        encode: (message) => type.encode(message).finish(),
        create: (init) => type.create(init),
        toJson: (message) => JSON.stringify(message),
        fromJson: (text) => type.fromObject(JSON.parse(text)),
        dynamicDecode: (bytes) => dynamic.decode(bytes),
      };
    },
  };
}
