import type { CallOptions } from "../call_options.ts";
import { type Client, createClient } from "../client.ts";
import { connect } from "../connect.ts";
import type { TransportOptions } from "../transport_options.ts";
import { GreetService } from "./gen/greet_pb.ts";

/** A client for the test service. */
export type GreetClient = Client<typeof GreetService.methods>;

/** What stands in for fetch. */
export type FetchStub = (request: Request) => Response | Promise<Response>;

/** Makes a client whose requests are answered by a function. */
export function clientOf(fetch: FetchStub, options: TransportOptions = {}): GreetClient {
  const transport = connect.plaintext("http://localhost", {
    fetch: async (request) => await fetch(request),
    ...options,
  });
  return createClient(GreetService, transport);
}

/** Iterates a stream to its end. */
export async function collect<T>(stream: AsyncIterable<T>, into: T[] = []): Promise<T[]> {
  for await (const message of stream) into.push(message);
  return into;
}

/** Notes what a call is told by the way. */
export class Heard {
  /** The headers of the response. */
  headers: [string, string][] | undefined;
  /** Its trailers. */
  trailers: [string, string][] | undefined;
  /** Options that note both. */
  readonly options: CallOptions = {
    onHeader: (headers) => this.headers = [...headers],
    onTrailer: (trailers) => this.trailers = [...trailers],
  };
}
