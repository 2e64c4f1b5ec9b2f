/**
 * A client and a server of the HTTP engine, with as much of gRPC by hand as the cases need: what goes
 * wrong here is not the fault of the RPC layer.
 *
 * @module
 */
import {
  type BodyReader,
  type BodyWriter,
  createHttp2Client,
  serveExchanges,
  type ServerExchange,
} from "@seria/seria/http";
import { create, decode, encode } from "@seria/seria";
import { StringValue } from "@seria/seria/wkt";
import { runCases, serve } from "./programs/cases.js";

const HEADERS = [["content-type", "application/grpc"], ["te", "trailers"]] as const;
const OK = [["grpc-status", "0"]] as const;

/** Frames a message: a flag, the length, and the message. */
function frame(text: string): Uint8Array {
  const message = encode(StringValue, create(StringValue, { value: text }));
  const framed = new Uint8Array(5 + message.length);
  new DataView(framed.buffer).setUint32(1, message.length);
  framed.set(message, 5);
  return framed;
}

/** Reads the messages of a body. */
async function* messages(body: BodyReader): AsyncGenerator<string, undefined> {
  let rest = new Uint8Array(0);
  for (let chunk = await body.read(); chunk !== null; chunk = await body.read()) {
    const bytes = new Uint8Array(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    rest = bytes;
    while (rest.length >= 5) {
      const end = 5 + new DataView(rest.buffer, rest.byteOffset).getUint32(1);
      if (rest.length < end) break;
      yield decode(StringValue, rest.subarray(5, end)).value;
      rest = rest.subarray(end);
    }
  }
  if (rest.length > 0) throw new Error("the last message is cut");
}

async function collect(body: BodyReader): Promise<string[]> {
  return await Array.fromAsync(messages(body));
}

async function answer(exchange: ServerExchange): Promise<void> {
  const send = (text: string) => exchange.write(frame(text));
  const type = [["content-type", "application/grpc"]] as const;
  switch (exchange.target) {
    case "/peers.Echo/Unary": {
      const [request] = await collect(exchange);
      if (request === "fail") {
        const status = [["grpc-status", "5"], ["grpc-message", "n%C3%B6t found"]] as const;
        exchange.respondWith(200, [...type, ...status], new Uint8Array(0));
      } else exchange.respondWith(200, type, frame(request!), OK);
      return;
    }
    case "/peers.Echo/ServerStream": {
      const [count] = await collect(exchange);
      exchange.respond(200, type);
      for (let i = 0; i < Number(count); i++) await send(`${i}`);
      break;
    }
    case "/peers.Echo/ClientStream": {
      const texts = await collect(exchange);
      exchange.respond(200, type);
      await send(texts.join(""));
      break;
    }
    default:
      exchange.respond(200, type);
      for await (const text of messages(exchange)) await send(text);
  }
  exchange.end(OK);
}

/** Makes the calls of the cases. */
function clientOf(url: URL, open = createHttp2Client()) {
  const begin = (name: string, body?: Uint8Array) =>
    open.request({
      method: "POST",
      scheme: "http",
      authority: url.host,
      target: `/peers.Echo/${name}`,
      headers: HEADERS,
    }, body && { body });
  type Exchange = ReturnType<typeof begin>;

  async function* replies(exchange: Exchange): AsyncGenerator<string, undefined> {
    const { status, headers } = await exchange.response();
    if (status !== 200) throw new Error(`the status is ${status}`);
    yield* messages(exchange);
    // Without a body the trailers are the headers: Trailers-Only.
    const trailers = exchange.trailers ?? headers;
    const code = trailers.get("grpc-status");
    if (code === "0") return;
    const text = decodeURIComponent(trailers.get("grpc-message") ?? "");
    throw Object.assign(new Error(text), { code: Number(code) });
  }
  const send = async (exchange: BodyWriter, texts: string[]): Promise<void> => {
    for (const text of texts) await exchange.write(frame(text));
    exchange.end();
  };
  return {
    close: () => open.close(),
    unary: async (text: string) => (await Array.fromAsync(replies(begin("Unary", frame(text)))))[0],
    serverStream: (text: string) => replies(begin("ServerStream", frame(text))),
    async clientStream(texts: string[]) {
      const exchange = begin("ClientStream");
      const sent = send(exchange, texts);
      const [reply] = await Array.fromAsync(replies(exchange));
      await sent;
      return reply;
    },
    bidi() {
      const exchange = begin("Bidi");
      const all = replies(exchange);
      return {
        send: (text: string) => exchange.write(frame(text)),
        receive: async () => (await all.next()).value,
        end: () => exchange.end(),
      };
    },
  };
}

if (Deno.args[0] === "server") {
  serve((listening: (port: number) => void) => {
    serveExchanges(
      (exchange) => void answer(exchange).catch((error) => console.error(error)),
      { port: 0, hostname: "127.0.0.1", onListen: ({ port }) => listening(port) },
    );
  });
} else {
  const client = clientOf(new URL(Deno.args[1]!));
  await runCases(client);
  await client.close();
}
