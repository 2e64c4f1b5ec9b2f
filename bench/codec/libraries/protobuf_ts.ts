import { importCached, versionOf } from "../config.ts";
import { camelCase, flatMember, type Library, shortName } from "../library.ts";

/** `@protobuf-ts`, its code generated for speed: https://github.com/timostamm/protobuf-ts */
export function protobufTs(): Library {
  return {
    name: "protobuf-ts",
    version: versionOf("@protobuf-ts/runtime"),
    style: {
      property: (field) => camelCase(field.name),
      member: (message, oneof, field) => {
        const name = camelCase(field.name);
        // A oneof of one member, as `optional` makes it, is a property like others.
        if (oneof === undefined) return flatMember(`${message}.${name}`);
        const group = camelCase(oneof.name);
        return {
          isSet: `${message}.${group}.oneofKind === "${name}"`,
          value: `${message}.${group}.${name}`,
          init: (value) => `${group}: { oneofKind: "${name}", ${name}: ${value} }`,
        };
      },
      maps: "object",
      longs: "bigint",
    },
    keepsUnknown: true,
    async load(file, typeName) {
      const type = (await importCached(`protobuf-ts/${file}.ts`))[shortName(typeName)];
      return {
        decode: (bytes) => type.fromBinary(bytes),
        encode: (message) => type.toBinary(message),
        create: (init) => type.create(init),
        toJson: (message) => type.toJsonString(message),
        fromJson: (text) => type.fromJsonString(text),
      };
    },
  };
}
