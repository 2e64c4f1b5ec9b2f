/** Serves on a free port, and says which; see `Program`. It answers how much memory it takes. */
import { serve } from "@seria/seria/serve";
import { bareEcho } from "./bare.ts";
import { answerLines } from "./program.ts";
import { seria } from "./seria.ts";

const ANY = { hostname: "127.0.0.1", port: 0 } as const;
const options = { ...ANY, onListen() {} } as const;

/** Sends bytes back as they come: what talking costs at least. */
async function talk(conn: Deno.TcpConn): Promise<void> {
  conn.setNoDelay();
  const buffer = new Uint8Array(4096);
  for (let count; (count = await conn.read(buffer)) !== null;) {
    let done = 0;
    while (done < count) done += await conn.write(buffer.subarray(done, count));
  }
  conn.close();
}

const SERVERS: Readonly<Record<string, () => Promise<number> | number>> = {
  "serve": () => serve(seria, options).addr.port,
  "deno-serve": () => Deno.serve(options, seria).addr.port,
  "bare-echo": () => Deno.serve(options, bareEcho).addr.port,
  "connect-es": async () =>
    Deno.serve(options, (await import("./connect_es.ts")).connectEs).addr.port,
  "tcp": () => {
    const listener = Deno.listen(ANY);
    (async () => {
      for await (const conn of listener) talk(conn);
    })();
    return listener.addr.port;
  },
};

await answerLines(await SERVERS[Deno.args[0]!]!(), () => Deno.memoryUsage().rss);
