import { decode } from "@seria/seria";
import { importCached, packageFolder } from "./config.ts";
import { greetings } from "./greetings.ts";
import { googleApis } from "./schema.ts";

/** Messages of one type, encoded. */
export interface Dataset {
  /** Its name in the results. */
  readonly name: string;
  /** The `.proto` file that declares the type, without its extension. */
  readonly file: string;
  /** The full name of the messages' type. */
  readonly typeName: string;
  /** The messages, each in a buffer of its own. */
  readonly payloads: readonly Uint8Array[];
  /** How many bytes all payloads have. */
  readonly bytes: number;
}

/** The upstream data sets: files, and the type's name in ours. */
const UPSTREAM = [
  ["api_response", "bench_messages"],
  ["log_record", "bench_messages"],
  ["analytics_event", "bench_messages"],
  ["google_message1_proto3", "benchmark_message1_proto3"],
  ["media_frame", "bench_messages"],
  ["packed_tile", "bench_messages"],
  ["mesh", "bench_messages"],
  ["packed_signed", "bench_messages"],
  ["column_batch", "bench_messages"],
] as const;

/**
 * Loads all data sets: nine from upstream, and two of our own.
 *
 * @param data The folder of the upstream data sets.
 */
export async function loadDatasets(data: string): Promise<Dataset[]> {
  const { BenchmarkDataset } = await importCached("seria/benchmarks_pb.ts");
  const datasets: Dataset[] = [];
  for (const [name, file] of UPSTREAM) {
    const set = decode(
      BenchmarkDataset,
      await Deno.readFile(`${data}/${name}.pb`),
    ) as unknown as {
      messageName: string;
      payload: Uint8Array[];
    };
    datasets.push(dataset(file, set.messageName, set.payload));
  }
  const { Greetings } = await importCached("seria/greetings_pb.ts");
  datasets.push(
    dataset("greetings", "bench.text.Greetings", [greetings(Greetings)]),
  );
  const apis = await googleApis(await packageFolder("google-proto-files"));
  datasets.push(
    dataset("google/protobuf/descriptor", "google.protobuf.FileDescriptorSet", [
      apis,
    ]),
  );
  return datasets;
}

function dataset(
  file: string,
  typeName: string,
  payloads: readonly Uint8Array[],
): Dataset {
  const name = typeName.slice(typeName.lastIndexOf(".") + 1);
  const bytes = payloads.reduce((sum, payload) => sum + payload.length, 0);
  return { name, file, typeName, payloads, bytes };
}
