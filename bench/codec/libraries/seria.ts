import { createRegistry, decode, encode } from "@seria/seria";
import * as seria from "@seria/seria";
import type { MessageType } from "@seria/seria";
import type { FileDescriptorSet } from "@seria/seria/reflect";
import { importCached, repositoryPath } from "../config.ts";
import { type Library, shortName } from "../library.ts";

/** This project's own version. */
function version(): string {
  return JSON.parse(Deno.readTextFileSync(repositoryPath("deno.json"))).version;
}

/** This project. */
export function seriaLibrary(schema: FileDescriptorSet): Library {
  const registry = createRegistry(schema);
  return {
    name: "seria",
    version: version(),
    style: {
      property: (field) => field.localName,
      member: (message, oneof, field) => ({
        isSet: `${message}.${oneof.localName}.case === "${field.localName}"`,
        value: `${message}.${oneof.localName}.value`,
        init: (value) => `${oneof.localName}: { case: "${field.localName}", value: ${value} }`,
      }),
      maps: "Map",
      longs: "bigint",
    },
    keepsUnknown: true,
    async load(file, typeName) {
      const type: MessageType = (await importCached(`seria/${file}_pb.ts`))[shortName(typeName)];
      const dynamic = registry.message(typeName)!;
      return {
        decode: (bytes) => decode(type, bytes),
        encode: (message) => encode(type, message),
        create: (init) => seria.create(type, init),
        toJson: (message) => seria.toJsonString(type, message),
        fromJson: (text) => seria.fromJsonString(type, text),
        dynamicDecode: (bytes) => decode(dynamic, bytes),
        ...viewOf(type),
      };
    },
  };
}

/** Views, where this version has them. */
function viewOf(type: MessageType): { view?: (bytes: Uint8Array) => unknown } {
  const { view } = seria as {
    view?: (type: MessageType, bytes: Uint8Array) => unknown;
  };
  return view === undefined ? {} : { view: (bytes) => view(type, bytes) };
}
