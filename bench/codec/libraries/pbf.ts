import { importCached, importPackage, versionOf } from "../config.ts";
import { flatMember, type Library, shortName } from "../library.ts";

/** `pbf`: https://github.com/mapbox/pbf */
export async function pbf(): Promise<Library> {
  const { PbfReader, PbfWriter } = await importPackage("pbf");
  return {
    name: "pbf",
    version: versionOf("pbf"),
    style: {
      property: (field) => field.name,
      member: (message, _, field) => flatMember(`${message}.${field.name}`),
      maps: "object",
      longs: "number",
    },
    keepsUnknown: false,
    async load(file, typeName) {
      const module = await importCached(`pbf/${file}.js`);
      const read = module[`read${shortName(typeName)}`];
      const write = module[`write${shortName(typeName)}`];
      return {
        decode: (bytes) => read(new PbfReader(bytes)),
        encode: (message) => {
          const writer = new PbfWriter();
          write(message, writer);
          return writer.finish();
        },
        create: (init) => init,
      };
    },
  };
}
