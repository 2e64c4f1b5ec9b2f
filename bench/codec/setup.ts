import { createRegistry } from "@seria/seria";
import { accessorsOf } from "./accessors.ts";
import { cachePath, importCached } from "./config.ts";
import { type Dataset, loadDatasets } from "./datasets.ts";
import { flattenStrings } from "./flatten.ts";
import { generateAll } from "./generate.ts";
import type { Library, Subject } from "./library.ts";
import { pbf } from "./libraries/pbf.ts";
import { protobufEs } from "./libraries/protobuf_es.ts";
import { protobufTs } from "./libraries/protobuf_ts.ts";
import { protobufjs } from "./libraries/protobufjs.ts";
import { seriaLibrary } from "./libraries/seria.ts";
import { tsProto } from "./libraries/ts_proto.ts";
import type { Accessors } from "./operations.ts";
import { chosen, type Options } from "./options.ts";
import { loadSchema } from "./schema.ts";

/** The name of this project's library. */
export const OURS = "seria";

/** A library that is ready for the messages of a data set. */
export interface Candidate {
  /** The library. */
  readonly library: Library;
  /** The library, for the data set's type. */
  readonly subject: Subject;
  /** What a program does with such messages. */
  readonly accessors: Accessors;
  /** The messages, their strings flat. */
  readonly messages: readonly unknown[];
}

/** What is compared. */
export interface Setup {
  /** The data sets. */
  readonly datasets: readonly Dataset[];
  /** The libraries, ours first. */
  readonly libraries: readonly Library[];
  /** Gets all libraries ready for a data set. */
  candidates(dataset: Dataset): Promise<Candidate[]>;
}

/** Generates what has to be, and loads libraries and data. */
export async function setUp({ data, only }: Options): Promise<Setup> {
  await Deno.mkdir(cachePath(""), { recursive: true });
  const schema = await loadSchema(data);
  await generateAll(schema);
  const registry = createRegistry(schema);
  const all = [
    seriaLibrary(schema),
    await protobufjs(schema),
    await protobufEs(schema),
    tsProto(),
    protobufTs(),
    await pbf(),
  ];
  const wanted = chosen(all, only);
  const libraries = all.filter((library) => library.name === OURS || wanted.includes(library));
  return {
    libraries,
    datasets: chosen(await loadDatasets(data), only),
    candidates: (dataset) =>
      Promise.all(libraries.map(async (library) => {
        const { descriptor } = registry.message(dataset.typeName)!;
        const path = `accessors/${library.name}/${dataset.name}.js`;
        await Deno.mkdir(cachePath(`accessors/${library.name}`), {
          recursive: true,
        });
        await Deno.writeTextFile(
          cachePath(path),
          accessorsOf(descriptor, library.style),
        );
        const subject = await library.load(dataset.file, dataset.typeName);
        const messages = dataset.payloads.map((bytes) => flattenStrings(subject.decode(bytes)));
        return {
          library,
          subject,
          accessors: await importCached(path),
          messages,
        };
      })),
  };
}
