import { encode } from "@seria/seria";
import { FileDescriptorSet } from "@seria/seria/reflect";
import { importCached, importPackage, versionOf } from "../config.ts";
import { type Library, shortName } from "../library.ts";

/** `@bufbuild/protobuf`: https://github.com/bufbuild/protobuf-es */
export async function protobufEs(schema: FileDescriptorSet): Promise<Library> {
  const {
    create,
    createFileRegistry,
    fromBinary,
    fromJsonString,
    toBinary,
    toJsonString,
  } = await importPackage("@bufbuild/protobuf");
  const { FileDescriptorSetSchema } = await importPackage(
    "@bufbuild/protobuf/wkt",
  );
  const set = fromBinary(
    FileDescriptorSetSchema,
    encode(FileDescriptorSet, schema),
  );
  const registry = createFileRegistry(set);
  return {
    name: "protobuf-es",
    version: versionOf("@bufbuild/protobuf"),
    style: {
      property: (field) => field.localName,
      member: (message, oneof, field) => ({
        isSet: `${message}.${oneof.localName}.case === "${field.localName}"`,
        value: `${message}.${oneof.localName}.value`,
        init: (value) => `${oneof.localName}: { case: "${field.localName}", value: ${value} }`,
      }),
      maps: "object",
      longs: "bigint",
    },
    keepsUnknown: true,
    async load(file, typeName) {
      const module = await importCached(`protobuf-es/${file}_pb.ts`);
      const type = module[`${shortName(typeName)}Schema`];
      const dynamic = registry.getMessage(typeName);
      return {
        decode: (bytes) => fromBinary(type, bytes),
        encode: (message) => toBinary(type, message),
        create: (init) => create(type, init),
        toJson: (message) => toJsonString(type, message),
        fromJson: (text) => fromJsonString(type, text),
        dynamicDecode: (bytes) => fromBinary(dynamic, bytes),
      };
    },
  };
}
