import type { Row } from "./measure.ts";

/** What a figure has to be: at least or at most so much, or so many times that of another library. */
interface Bar {
  readonly scenario: string;
  readonly library: string;
  /** What it is a ratio to; without it, the figure itself counts. */
  readonly to?: string;
  readonly least?: number;
  readonly most?: number;
}

const BARS: readonly Bar[] = [
  bar("unary, Connect, in process", "seria", { to: "hand-written", most: 1.5 }),
  bar("unary, Connect, in process", "connect-es", { to: "seria", least: 3 }),
  bar("unary, gRPC-Web, in process", "connect-es", { to: "seria", least: 10 }),
  bar("a message of a stream, Connect, in process", "seria", { most: 1 }),
  bar("log ingest, Connect, in process", "seria, views", { to: "seria, owned", least: 1.33 }),
  bar("unary, Connect, Deno.serve, wrk -t1 -c32", "seria", { to: "connect-es", least: 3 }),
  bar("unary, Connect, Deno.serve, wrk -t1 -c32", "seria", { to: "bare echo", least: 0.6 }),
  bar("unary, gRPC, h2load -c8 -m32", "seria", { to: "grpc-js", least: 4 }),
  bar("unary, gRPC, h2load -c8 -m32", "seria", { to: "connect-node", least: 20 }),
  bar("unary, gRPC, h2load -c64 -m1", "seria", { to: "Deno.serve, bare echo", least: 1.5 }),
  bar("unary, Connect, HTTP/1.1, wrk -t1 -c32", "seria, serve()", {
    to: "Deno.serve, bare echo",
    least: 0.8,
  }),
  bar("a stream of messages, gRPC", "seria", { least: 500_000 }),
  bar("a stream of messages, gRPC", "seria, read by h2load", { least: 500_000 }),
  bar("a message there and back in a stream, gRPC", "seria", { to: "bare TCP in Deno", most: 1.5 }),
  bar("unary, gRPC, a client with 64 calls in flight", "seria", { to: "grpc-js", least: 4 }),
  bar("an idle connection of HTTP/2, of 10,000", "seria", { most: 30 }),
];

function bar(scenario: string, library: string, bounds: Omit<Bar, "scenario" | "library">): Bar {
  return { scenario, library, ...bounds };
}

/** Says which of the figures are what they have to be. */
export function barLines(rows: readonly Row[]): string[] {
  const find = (scenario: string, library: string): Row | undefined =>
    rows.find((row) => row.scenario === scenario && row.library === library);
  return BARS.flatMap(({ scenario, library, to, least, most }) => {
    const row = find(scenario, library);
    const other = to === undefined ? undefined : find(scenario, to);
    if (row === undefined || (to !== undefined && other === undefined)) return [];
    const value = row.value / (other?.value ?? 1);
    const met = value >= (least ?? -Infinity) && value <= (most ?? Infinity);
    const unit = other === undefined ? ` ${row.unit}` : `x ${to}`;
    const bound = least === undefined ? `at most ${most}` : `at least ${least}`;
    const figure = `${value.toFixed(value < 1000 ? 2 : 0)}${unit}`;
    return [`${met ? "ok" : "MISSED"}: ${scenario}: ${library}, ${figure}; ${bound}`];
  });
}
