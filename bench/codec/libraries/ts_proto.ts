import { importCached, versionOf } from "../config.ts";
import { camelCase, flatMember, type Library, shortName } from "../library.ts";

/** `ts-proto`: https://github.com/stephenh/ts-proto */
export function tsProto(): Library {
  return {
    name: "ts-proto",
    version: versionOf("ts-proto"),
    style: {
      property: (field) => camelCase(field.name),
      member: (message, _, field) => flatMember(`${message}.${camelCase(field.name)}`),
      maps: "object",
      longs: "bigint",
    },
    keepsUnknown: false,
    async load(file, typeName) {
      const type = (await importCached(`ts-proto/${file}.ts`))[shortName(typeName)];
      return {
        decode: (bytes) => type.decode(bytes),
        encode: (message) => type.encode(message).finish(),
        create: (init) => type.fromPartial(init),
        toJson: (message) => JSON.stringify(type.toJSON(message)),
        fromJson: (text) => type.fromJSON(JSON.parse(text)),
      };
    },
  };
}
