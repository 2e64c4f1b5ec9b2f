/**
 * `deno bench -A views/view_bench.ts`: views beside decoding, for input with much text in many
 * small messages, for one record of a log, and for columns of numbers.
 *
 * @module
 */
import { create, decode, encode, FileDescriptorProto, FileOptions } from "../reflect/mod.ts";
import { view } from "./mod.ts";
import { Profile } from "./testdata/gen/views_test_pb.ts";

const FILE = encode(FileDescriptorProto, FileOptions.descriptor.file.proto);
const RECORD = encode(
  Profile,
  create(Profile, {
    name: "checkout",
    id: 1_753_000_000_000_000_000n,
    address: { street: "src/orders/checkout.ts", city: "placeOrder" },
    scores: new Map([["attempts", 3], ["shard", 12], ["items", 7]]),
    tags: ["production", "europe-west1", "canary"],
    email: "order 5132 was placed by a returning customer in 83 ms",
    far: "4bf92f3577b34da6a3ce929d0e0e4736",
  }),
);
const COLUMNS = encode(
  Profile,
  create(Profile, {
    name: "columns",
    numbers: Array.from({ length: 4000 }, (_, i) => i * 7919 % 100_000),
    doubles: Array.from({ length: 4000 }, (_, i) => i / 7),
  }),
);

function readRecord(record: Readonly<Profile>): number {
  let sum = record.name.length + Number(record.id & 1n) + record.far.length;
  sum += record.address!.street.length + record.address!.city.length;
  for (const [key, value] of record.scores) sum += key.length + value;
  for (const tag of record.tags) sum += tag.length;
  return record.contact.case === "email" ? sum + record.contact.value.length : sum;
}

function readFile(file: Readonly<FileDescriptorProto>): number {
  let sum = file.name!.length;
  for (const message of file.messageType) {
    sum += message.name!.length;
    for (const field of message.field) sum += field.name!.length + field.number! + field.type!;
  }
  return sum;
}

function readColumns(columns: Readonly<Profile>): number {
  let sum = 0;
  for (const number of columns.numbers) sum += number;
  for (const number of columns.doubles) sum += number;
  return sum;
}

const record = `a record, ${RECORD.length} bytes`;
const file = `a FileDescriptorProto, ${FILE.length} bytes`;
const columns = `columns, ${COLUMNS.length} bytes`;

Deno.bench("decode", { group: record, baseline: true }, () => void decode(Profile, RECORD));
Deno.bench("view", { group: record }, () => void view(Profile, RECORD));
Deno.bench("view, one field", { group: record }, () => void view(Profile, RECORD).name);
Deno.bench("decode, all fields", { group: record }, () => void readRecord(decode(Profile, RECORD)));
Deno.bench("view, all fields", { group: record }, () => void readRecord(view(Profile, RECORD)));

Deno.bench("decode", { group: file, baseline: true }, () => void decode(FileDescriptorProto, FILE));
Deno.bench("view", { group: file }, () => void view(FileDescriptorProto, FILE));
Deno.bench("view, one field", { group: file }, () => void view(FileDescriptorProto, FILE).name);
Deno.bench(
  "decode, most fields",
  { group: file },
  () => void readFile(decode(FileDescriptorProto, FILE)),
);
Deno.bench(
  "view, most fields",
  { group: file },
  () => void readFile(view(FileDescriptorProto, FILE)),
);

Deno.bench("decode", { group: columns, baseline: true }, () => void decode(Profile, COLUMNS));
Deno.bench("view", { group: columns }, () => void view(Profile, COLUMNS));
Deno.bench("view, one field", { group: columns }, () => void view(Profile, COLUMNS).name);
Deno.bench(
  "decode, all fields",
  { group: columns },
  () => void readColumns(decode(Profile, COLUMNS)),
);
Deno.bench("view, all fields", { group: columns }, () => void readColumns(view(Profile, COLUMNS)));
