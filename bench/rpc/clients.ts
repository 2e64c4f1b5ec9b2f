import { h2loadOnce } from "./loaders.ts";
import { type Effort, type Figure, type Scenario, takeTurns } from "./measure.ts";
import type { Program } from "./program.ts";
import { type ClientName, type ServerName, startClient, startServer } from "./programs.ts";
import { grpcStreamBody, STREAM_PATH } from "./requests.ts";

const ROUNDS = 5;
const QUICK_ROUNDS = 2;

/** Does something so many times, and gives how long that took, in ms. */
type Timed = (count: number) => Promise<number>;

/** Who does it: a client against a server, each in a process of its own. */
interface Contestant {
  readonly library: string;
  readonly server: ServerName;
  /** Makes it ready. */
  readonly connect: (server: Program, stack: AsyncDisposableStack) => Promise<Timed>;
}

/** A client that is told to do a task. */
function client(
  library: string,
  name: ClientName,
  server: ServerName,
  task: string,
): Contestant {
  return {
    library,
    server,
    async connect(server, stack) {
      const program = stack.use(await startClient(name, server));
      const [word, ...rest] = task.split(" ");
      return async (count) => Number(await program.ask([word, count, ...rest].join(" ")));
    },
  };
}

/** A client that looks at nothing: what the server alone can do. */
const h2loadReads: Contestant = {
  library: "seria, read by h2load",
  server: "serve",
  connect({ hello: port }) {
    const load = { url: `http://127.0.0.1:${port}${STREAM_PATH}`, contentType: "application/grpc" };
    return Promise.resolve((count) => h2loadOnce({ ...load, body: grpcStreamBody(count) }));
  },
};

/** What clients do over sockets. */
export const CLIENTS: readonly Scenario[] = [
  scenario("a stream of messages, gRPC", "messages/s", 500_000, [
    client("seria", "seria", "serve", "stream"),
    h2loadReads,
    client("grpc-js", "grpc_js.js", "grpc_js.js", "stream"),
  ]),
  scenario("a message there and back in a stream, gRPC", "µs", 10_000, [
    client("seria", "seria", "serve", "talk"),
    client("bare TCP in Deno", "tcp", "tcp", "talk"),
    client("grpc-js", "grpc_js.js", "grpc_js.js", "talk"),
  ]),
  scenario("unary, gRPC, a client with 64 calls in flight", "requests/s", 20_000, [
    client("seria", "seria", "serve", "unary 64"),
    client("grpc-js", "grpc_js.js", "serve", "unary 64"),
  ]),
];

/** Has contestants do something `count` times in each round. */
function scenario(
  name: string,
  unit: "messages/s" | "requests/s" | "µs",
  count: number,
  contestants: readonly Contestant[],
): Scenario {
  return {
    name,
    async run({ quick }: Effort): Promise<Figure[]> {
      await using stack = new AsyncDisposableStack();
      const servers = new Map<ServerName, Program>();
      const timed: Timed[] = [];
      for (const { server, connect } of contestants) {
        const running = servers.get(server) ?? stack.use(await startServer(server));
        servers.set(server, running);
        timed.push(await connect(running, stack));
      }
      const many = quick ? count / 5 : count;
      for (const run of timed) await run(many); // until the engine has compiled it
      const times = await takeTurns(quick ? QUICK_ROUNDS : ROUNDS, timed, (run) => run(many));
      return contestants.map(({ library }, i) => ({
        library,
        unit,
        value: unit === "µs" ? times[i]! * 1000 / many : many * 1000 / times[i]!,
      }));
    },
  };
}
