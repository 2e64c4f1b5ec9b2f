/**
 * `deno task bench:codec`: Seria beside other libraries, in one process. See `bench/README.md`.
 *
 * @module
 */
import { createRegistry } from "@seria/seria";
import { cachePath, importCached } from "./config.ts";
import { accessorsOf } from "./accessors.ts";
import { loadDatasets } from "./datasets.ts";
import { generateAll } from "./generate.ts";
import { pbf } from "./libraries/pbf.ts";
import { protobufEs } from "./libraries/protobuf_es.ts";
import { protobufTs } from "./libraries/protobuf_ts.ts";
import { protobufjs } from "./libraries/protobufjs.ts";
import { seriaLibrary } from "./libraries/seria.ts";
import { tsProto } from "./libraries/ts_proto.ts";
import { measure, type Task } from "./measure.ts";
import { OPERATIONS } from "./operations.ts";
import { loadSchema } from "./schema.ts";

const data = Deno.env.get("BENCH_DATA") ?? "/work/shared/data/bench";
const quick = Deno.args.includes("--quick");
const only = Deno.args.find((a) => a.startsWith("--only="))?.slice(7).split(",") ?? [];
await Deno.mkdir(cachePath(""), { recursive: true });
const schema = await loadSchema(data);
await generateAll(schema);
const datasets = await loadDatasets(data);
const libraries = [
  seriaLibrary(schema),
  await protobufjs(schema),
  await protobufEs(schema),
  tsProto(),
  protobufTs(),
  await pbf(),
];
const registry = createRegistry(schema);
const effort = quick
  ? { rounds: 5, sampleMs: 15, warmUpMs: 150 }
  : { rounds: 9, sampleMs: 30, warmUpMs: 400 };
const want = (name: string, all: readonly string[]) => {
  const some = only.filter((o) => all.includes(o));
  return some.length === 0 || some.includes(name);
};
const ratios: Record<string, number[]> = {};
for (const dataset of datasets) {
  if (!want(dataset.name, datasets.map((d) => d.name))) continue;
  const subjects = [];
  for (const library of libraries) {
    if (library.name !== "seria" && !want(library.name, libraries.map((d) => d.name))) continue;
    const subject = await library.load(dataset.file, dataset.typeName);
    const path = `accessors/${library.name}/${dataset.name}.js`;
    const code = accessorsOf(registry.message(dataset.typeName)!.descriptor, library.style);
    await Deno.mkdir(cachePath(`accessors/${library.name}`), { recursive: true });
    await Deno.writeTextFile(cachePath(path), code);
    subjects.push({ library, subject, accessors: await importCached(path) });
  }
  for (const operation of OPERATIONS) {
    if (!want(operation.name, OPERATIONS.map((d) => d.name))) continue;
    const tasks: Task[] = [];
    for (const { library, subject, accessors } of subjects) {
      try {
        const run = operation.prepare(subject, dataset, accessors);
        if (run !== undefined) {
          run();
          tasks.push({ library: library.name, run });
        }
      } catch (e) {
        console.log(dataset.name, operation.name, library.name, String(e).slice(0, 150));
      }
    }
    const times = measure(tasks, effort);
    const mib = times.map((ms) => dataset.bytes / 1048576 / (ms / 1000));
    const best = Math.max(...mib.filter((_, i) => tasks[i]!.library !== "seria"));
    (ratios[operation.name] ??= []).push(mib[0]! / best);
    console.log(
      dataset.name.padEnd(18),
      operation.name.padEnd(16),
      (mib[0]! / best).toFixed(2).padStart(6),
      " ",
      tasks.map((t, i) => `${t.library} ${mib[i]!.toFixed(0)}`).join("  "),
    );
  }
}
for (const [name, list] of Object.entries(ratios)) {
  console.log(
    name,
    "geomean",
    Math.exp(list.reduce((s, x) => s + Math.log(x), 0) / list.length).toFixed(2),
    "min",
    Math.min(...list).toFixed(2),
  );
}
