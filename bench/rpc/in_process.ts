import { createClient as createEsClient, type Transport } from "@connectrpc/connect";
import { createFetchClient } from "@connectrpc/connect/protocol";
import { createTransport } from "@connectrpc/connect/protocol-connect";
import { connect, createClient } from "@seria/seria/rpc";
import { exchangeListener } from "@seria/seria/serve";
import { handWritten } from "./bare.ts";
import { connectEs, ES_SERVICE } from "./connect_es.ts";
import { fakeExchange } from "./exchange.ts";
import { EchoService } from "./gen/echo_pb.ts";
import { measure, type Scenario, type Subject } from "./measure.ts";
import { connectStream, connectUnary, grpcWebUnary, type RequestMaker, TEXT } from "./requests.ts";
import { seria } from "./seria.ts";

type Handler = (request: Request) => Promise<Response>;

/** How many calls a run makes. */
const CALLS = 2000;
/** How many messages a stream has. */
const MESSAGES = 10_000;

function calls(library: string, handler: Handler, request: RequestMaker): Subject {
  return {
    library,
    async run() {
      for (let i = 0; i < CALLS; i++) await (await handler(request())).bytes();
    },
  };
}

function stream(library: string, handler: Handler): Subject {
  const request = connectStream(MESSAGES);
  return {
    library,
    async run() {
      for await (const _ of (await handler(request())).body!);
    },
  };
}

/** Requests that come without fetch, as from the HTTP engine; all done in the turn they come in. */
function exchanges(library: string, request: Request, body: Uint8Array): Subject {
  const listener = exchangeListener(seria);
  return {
    library,
    async run() {
      for (let i = 0; i < CALLS; i++) listener(fakeExchange(request, body));
      await Promise.resolve();
    },
  };
}

function streamClient(library: string, responses: () => AsyncIterable<unknown>): Subject {
  return {
    library,
    async run() {
      let count = 0;
      for await (const _ of responses()) count++;
      if (count !== MESSAGES) throw new Error(`${count} messages came`);
    },
  };
}

function esTransport(): Transport {
  return createTransport({
    httpClient: createFetchClient((input, init) => connectEs(new Request(input, init))),
    baseUrl: "http://localhost",
    useBinaryFormat: true,
    interceptors: [],
    acceptCompression: [],
    sendCompression: null,
    compressMinBytes: 1024,
    readMaxBytes: 0xffff_ffff,
    writeMaxBytes: 0xffff_ffff,
  });
}

/** What needs no sockets. */
export async function inProcess(): Promise<Scenario[]> {
  const client = createClient(
    EchoService,
    connect.plaintext("http://localhost", { fetch: seria, compressions: [] }),
  );
  // deno-lint-ignore no-explicit-any
  const esClient = createEsClient(ES_SERVICE, esTransport()) as any;
  const request = { text: TEXT, count: MESSAGES };
  return [
    scenario("unary, Connect, in process", CALLS, [
      calls("seria", seria, connectUnary),
      calls("hand-written", handWritten, connectUnary),
      calls("connect-es", connectEs, connectUnary),
    ]),
    scenario("unary, gRPC-Web, in process", CALLS, [
      calls("seria", seria, grpcWebUnary),
      calls("connect-es", connectEs, grpcWebUnary),
    ]),
    scenario("unary, without fetch", CALLS, [
      exchanges("seria, Connect", connectUnary(), await connectUnary().bytes()),
      exchanges("seria, gRPC-Web", grpcWebUnary(), await grpcWebUnary().bytes()),
    ]),
    scenario("a message of a stream, Connect, in process", MESSAGES, [
      stream("seria", seria),
      stream("connect-es", connectEs),
    ]),
    scenario("a message of a stream, Connect, in process, with client", MESSAGES, [
      streamClient("seria", () => client.stream(request)),
      streamClient("connect-es", () => esClient.stream(request)),
    ]),
  ];
}

/** What subjects take for each of the things that they do many of in a run. */
function scenario(name: string, per: number, subjects: readonly Subject[]): Scenario {
  return {
    name,
    async run(effort) {
      const times = await measure(subjects, effort);
      return subjects.map(({ library }, i) => ({
        library,
        unit: "µs",
        value: times[i]! * 1000 / per,
      }));
    },
  };
}
