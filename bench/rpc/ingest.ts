import { create, encode } from "@seria/seria";
import { createHandler, type FetchHandler } from "@seria/seria/rpc";
import { IngestRequest, LogIngestService, LogRecord, LogRecord_Severity } from "./gen/ingest_pb.ts";
import { measure, type Scenario, type Subject } from "./measure.ts";
import { maker } from "./requests.ts";

/** How many records a request has, each of some 440 bytes. */
const RECORDS = 50;
/** How many calls a run makes. */
const CALLS = 100;

const LEVELS = [
  LogRecord_Severity.DEBUG,
  LogRecord_Severity.INFO,
  LogRecord_Severity.INFO,
  LogRecord_Severity.WARN,
  LogRecord_Severity.ERROR,
];

/** A text of hexadecimal digits, the same for the same seed. */
function digits(seed: number, count: number): string {
  let text = "";
  for (let state = seed + 1; text.length < count;) {
    state = Math.imul(state, 0x9e37_79b1) + 0x7f4a_7c15 >>> 0;
    text += state.toString(16).padStart(8, "0");
  }
  return text.slice(0, count);
}

function record(i: number): LogRecord {
  const order = digits(i, 8);
  return create(LogRecord, {
    timestampNanos: 1_790_000_000_000_000_000n + BigInt(i) * 1_234_567n,
    serviceName: ["checkout", "inventory", "payment-gateway", "session"][i % 4]!,
    instanceId: `pod-${digits(i + 100, 10)}-${digits(i, 5)}`,
    severity: LEVELS[i % LEVELS.length]!,
    message: `order ${order} took ${i * 37 % 900} ms and ${i % 3} retries: ` +
      "the upstream closed the connection before all of the response was read; " +
      "the next attempt goes to another address",
    labels: new Map([
      ["region", ["eu-west-1", "us-east-2"][i % 2]!],
      ["zone", `z${i % 3}`],
      ["version", `2026.11.${i % 28}`],
      ["customer", digits(i + 200, 12)],
      ["http.route", "/v1/orders/{order}/payments"],
    ]),
    traceId: digits(i + 300, 32),
    spanId: digits(i + 400, 16),
    source: { file: "src/orders/payment_client.ts", line: 100 + i, function: "PaymentClient.send" },
  });
}

const body = encode(
  IngestRequest,
  create(IngestRequest, { records: Array.from({ length: RECORDS }, (_, i) => record(i)) }),
);

/** Reads all of a record: how long its texts are, and that its numbers are there. */
function lengthOf(record: LogRecord): number {
  let length = record.serviceName.length + record.instanceId.length + record.message.length +
    record.traceId.length + record.spanId.length;
  for (const [key, value] of record.labels) length += key.length + value.length;
  const { source } = record;
  if (source !== undefined) length += source.file.length + source.function.length;
  if (record.timestampNanos === 0n || record.severity === 0 || source?.line === 0) return 0;
  return length;
}

function read({ records }: IngestRequest) {
  let length = 0;
  for (const record of records) length += lengthOf(record);
  return { records: records.length, length };
}

/** A handler whose requests are views, or messages of their own. */
function handlerOf(views: boolean): FetchHandler {
  return createHandler((router) => {
    router.service(LogIngestService, { ingest: read }, { views });
  });
}

const request = maker("/bench.v1.LogIngestService/Ingest", "application/proto", body);

function calls(library: string, handler: FetchHandler): Subject {
  return {
    library,
    async run() {
      for (let i = 0; i < CALLS; i++) {
        const response = await handler(request());
        if (!response.ok) throw new Error(await response.text());
        await response.bytes();
      }
    },
  };
}

/** A request of many records, all of which is read: as views, and as messages of their own. */
export const INGEST: Scenario = {
  name: "log ingest, Connect, in process",
  async run(effort) {
    const subjects = [
      calls("seria, views", handlerOf(true)),
      calls("seria, owned", handlerOf(false)),
    ];
    const times = await measure(subjects, effort);
    return subjects.map(({ library }, i) => ({
      library,
      unit: "requests/s",
      value: CALLS * 1000 / times[i]!,
    }));
  },
};
