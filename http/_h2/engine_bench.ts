/**
 * What the engine costs without sockets: `deno run -A http/_h2/engine_bench.ts`. It prints µs for
 * each exchange and message, of each side.
 *
 * @module
 */
import type { ClientExchange, ServerExchange } from "../exchange.ts";
import type { RequestHead } from "./client.ts";
import { Pair } from "./testdata/peers.ts";

const HEAD: RequestHead = {
  method: "POST",
  scheme: "http",
  authority: "127.0.0.1:8080",
  target: "/example.v1.EchoService/Echo",
  headers: [
    ["content-type", "application/grpc+proto"],
    ["te", "trailers"],
    ["user-agent", "bench/1"],
  ],
};
const TIMED: RequestHead = { ...HEAD, headers: [...HEAD.headers, ["grpc-timeout", "4999m"]] };
const HEADERS: [string, string][] = [["content-type", "application/grpc+proto"]];
const TRAILERS: [string, string][] = [["grpc-status", "0"]];

interface Costs {
  client: number;
  server: number;
}

function time(action: () => void): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

/** Unary calls in batches of 32, each batch one `receive()` of each side. */
function unary(head: RequestHead, count: number): Costs {
  const pair = new Pair((exchange) => {
    exchange.respondWith(200, HEADERS, exchange.read() as Uint8Array, TRAILERS);
  });
  const { client, server } = pair;
  const body = new Uint8Array(69);
  const costs = { client: 0, server: 0 };
  for (let done = 0; done < count; done += 32) {
    let exchanges: ClientExchange[] = [];
    let bytes = body;
    costs.client += time(() => {
      exchanges = Array.from({ length: 32 }, () => client.request(head, { body }));
      bytes = client.takeOutput() as typeof bytes;
    });
    costs.server += time(() => {
      server.receive(bytes);
      bytes = server.takeOutput() as typeof bytes;
    });
    costs.client += time(() => {
      client.receive(bytes);
      for (const exchange of exchanges) {
        exchange.response();
        exchange.read();
        exchange.read();
      }
    });
    client.outputWritten();
    server.outputWritten();
    client.receive(server.takeOutput());
    pair.exchanges.length = 0;
  }
  return { client: 1000 * costs.client / count, server: 1000 * costs.server / count };
}

/** Messages of 20 bytes on one stream, in turns of 500. */
function streaming(count: number): Costs {
  let served: ServerExchange | undefined;
  const pair = new Pair((exchange) => {
    served = exchange;
    exchange.respond(200, HEADERS);
  });
  const { client, server } = pair;
  const exchange = client.request(HEAD, { body: new Uint8Array(5) });
  pair.pump();
  const message = new Uint8Array(20);
  const costs = { client: 0, server: 0 };
  for (let done = 0; done < count; done += 500) {
    let bytes = message;
    costs.server += time(() => {
      for (let i = 0; i < 500; i++) served!.write(message);
      bytes = server.takeOutput() as typeof bytes;
    });
    costs.client += time(() => {
      client.receive(bytes);
      for (let left = 10_000; left > 0;) left -= (exchange.read() as Uint8Array).length;
      bytes = client.takeOutput() as typeof bytes;
    });
    costs.server += time(() => server.receive(bytes));
    client.outputWritten();
    server.outputWritten();
  }
  return { client: 1000 * costs.client / count, server: 1000 * costs.server / count };
}

/** A long body, in pieces of 64 KiB: µs for each MiB. */
function bulk(mib: number): Costs {
  const pair = new Pair((exchange) => exchange.respond(200, HEADERS));
  const { client, server } = pair;
  const exchange = client.request(HEAD, { body: new Uint8Array(5) });
  pair.pump();
  const piece = new Uint8Array(65_536);
  const costs = { client: 0, server: 0 };
  for (let done = 0; done < 16 * mib; done++) {
    let bytes = piece;
    costs.server += time(() => {
      pair.exchanges[0]!.write(piece);
      bytes = server.takeOutput() as typeof bytes;
    });
    costs.client += time(() => {
      client.receive(bytes);
      for (let left = 65_536; left > 0;) left -= (exchange.read() as Uint8Array).length;
      bytes = client.takeOutput() as typeof bytes;
    });
    costs.server += time(() => server.receive(bytes));
    client.outputWritten();
    server.outputWritten();
  }
  return { client: 1000 * costs.client / mib, server: 1000 * costs.server / mib };
}

function report(what: string, measure: () => Costs): void {
  measure();
  const { client, server } = measure();
  console.log(`${what}: server ${server.toFixed(3)} µs, client ${client.toFixed(3)} µs`);
}

if (import.meta.main) {
  report("unary exchange", () => unary(HEAD, 200_000));
  report("unary exchange with grpc-timeout", () => unary(TIMED, 200_000));
  report("streamed message of 20 bytes", () => streaming(1_000_000));
  report("MiB of a long body", () => bulk(512));
}
