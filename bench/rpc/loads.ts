import { h2load, type Load, wrk } from "./loaders.ts";
import { type Effort, type Figure, type Scenario, takeTurns } from "./measure.ts";
import { type ServerName, startServer } from "./programs.ts";
import { GRPC_UNARY_BODY, UNARY_BODY, UNARY_PATH } from "./requests.ts";

const ROUNDS = 5;
const SECONDS = 2;
const QUICK_ROUNDS = 2;
const QUICK_SECONDS = 1;

/** Sends a load, and gives how many requests were answered in a second. */
type Loader = (url: string, seconds: number) => Promise<number>;

/** Unary calls of the Connect protocol over HTTP/1.1. */
const connectCalls: Loader = (url, seconds) =>
  wrk({ url, contentType: "application/proto", body: UNARY_BODY }, ["-c32"], seconds);

/** Unary calls of gRPC. */
function grpcCalls(clients: number, streams: number): Loader {
  const load: Omit<Load, "url"> = { contentType: "application/grpc", body: GRPC_UNARY_BODY };
  const flags = ["-c", `${clients}`, "-m", `${streams}`];
  return (url, seconds) => h2load({ url, ...load }, flags, seconds);
}

/** Unary calls over sockets, as many as go. */
export const LOADS: readonly Scenario[] = [
  scenario("unary, Connect, Deno.serve, wrk -t1 -c32", connectCalls, {
    "seria": "deno-serve",
    "bare echo": "bare-echo",
    "connect-es": "connect-es",
  }),
  scenario("unary, Connect, HTTP/1.1, wrk -t1 -c32", connectCalls, {
    "seria, serve()": "serve",
    "Deno.serve, bare echo": "bare-echo",
  }),
  scenario("unary, gRPC, h2load -c8 -m32", grpcCalls(8, 32), {
    "seria": "serve",
    "grpc-js": "grpc_js.js",
    "connect-node": "connect_node.js",
  }),
  scenario("unary, gRPC, h2load -c64 -m1", grpcCalls(64, 1), {
    "seria": "serve",
    "Deno.serve, bare echo": "bare-echo",
  }),
];

function scenario(
  name: string,
  load: Loader,
  libraries: Readonly<Record<string, ServerName>>,
): Scenario {
  return {
    name,
    async run({ quick }: Effort): Promise<Figure[]> {
      await using stack = new AsyncDisposableStack();
      const urls: string[] = [];
      for (const name of Object.values(libraries)) {
        const { hello: port } = stack.use(await startServer(name));
        urls.push(`http://127.0.0.1:${port}${UNARY_PATH}`);
      }
      const seconds = quick ? QUICK_SECONDS : SECONDS;
      for (const url of urls) await load(url, seconds); // until the engine has compiled it
      const rounds = quick ? QUICK_ROUNDS : ROUNDS;
      const rates = await takeTurns(rounds, urls, (url) => load(url, seconds));
      return Object.keys(libraries).map((library, i) => ({
        library,
        unit: "requests/s",
        value: rates[i]!,
      }));
    },
  };
}
