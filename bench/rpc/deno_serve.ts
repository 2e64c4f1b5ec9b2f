import { fileURLToPath } from "node:url";
import { median, type Row } from "./measure.ts";
import { UNARY_BODY, UNARY_PATH } from "./requests.ts";

const LIBRARIES = ["seria", "bare echo", "connect-es"];
const ROUNDS = 5;
const SECONDS = 2;

/** A server in a process of its own. */
class Server implements AsyncDisposable {
  readonly url: string;
  readonly #process: Deno.ChildProcess;

  private constructor(process: Deno.ChildProcess, port: string) {
    this.#process = process;
    this.url = `http://127.0.0.1:${port}${UNARY_PATH}`;
  }

  static async start(library: string): Promise<Server> {
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-net", fileURLToPath(import.meta.resolve("./server.ts")), library],
      stdout: "piped",
    }).spawn();
    const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const { value = "" } = await reader.read();
    return new Server(process, value.trim());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill();
    await this.#process.status;
  }
}

/** Measures unary calls over sockets, with wrk. */
export async function denoServe(report: (rows: readonly Row[]) => void): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  await Deno.writeFile(`${folder}/body`, UNARY_BODY);
  await Deno.writeTextFile(
    `${folder}/post.lua`,
    `wrk.method = "POST"\n` +
      `wrk.headers["content-type"] = "application/proto"\n` +
      `local file = io.open("${folder}/body", "rb")\n` +
      `wrk.body = file:read("*all")\n` +
      `file:close()\n`,
  );
  const servers = [];
  for (const library of LIBRARIES) servers.push(stack.use(await Server.start(library)));
  for (const { url } of servers) await load(url, folder);
  const rates = servers.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, { url }] of servers.entries()) rates[i]!.push(await load(url, folder));
  }
  report(LIBRARIES.map((library, i) => ({
    scenario: "unary, Connect, Deno.serve, wrk -t1 -c32",
    library,
    unit: "requests/s",
    value: median(rates[i]!),
  })));
}

/** Calls as fast as it goes, for a while. Returns how many a second. */
async function load(url: string, folder: string): Promise<number> {
  const { stdout, success } = await new Deno.Command("wrk", {
    args: ["-t1", "-c32", `-d${SECONDS}s`, "-s", `${folder}/post.lua`, url],
  }).output();
  const text = new TextDecoder().decode(stdout);
  const rate = /Requests\/sec:\s*([\d.]+)/.exec(text)?.[1];
  if (!success || rate === undefined || /Non-2xx/.test(text)) throw new Error(`wrk: ${text}`);
  return Number(rate);
}
