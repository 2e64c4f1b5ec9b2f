// A client and a server of @connectrpc/connect-node, which speak gRPC: see ../README.md.
import { create } from "@bufbuild/protobuf";
import { StringValueSchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { connectNodeAdapter, createGrpcTransport } from "@connectrpc/connect-node";
import { createServer } from "node:http2";
import { runCases, serve } from "./cases.js";

const service = { kind: "service", typeName: "peers.Echo", name: "Echo", method: {} };
const method = (name, methodKind) => {
  const localName = name[0].toLowerCase() + name.slice(1);
  service.method[localName] = {
    kind: "rpc",
    name,
    localName,
    parent: service,
    methodKind,
    input: StringValueSchema,
    output: StringValueSchema,
    idempotency: 0,
  };
};
method("Unary", "unary");
method("ServerStream", "server_streaming");
method("ClientStream", "client_streaming");
method("Bidi", "bidi_streaming");
service.methods = Object.values(service.method);

const message = (value) => create(StringValueSchema, { value });

if (process.argv[2] === "server") {
  const routes = (router) =>
    router.service(service, {
      unary: ({ value }) => {
        if (value === "fail") throw new ConnectError("nöt found", Code.NotFound);
        return message(value);
      },
      async *serverStream({ value }) {
        for (let i = 0; i < Number(value); i++) yield message(`${i}`);
      },
      async clientStream(requests) {
        let all = "";
        for await (const { value } of requests) all += value;
        return message(all);
      },
      async *bidi(requests) {
        for await (const { value } of requests) yield message(value);
      },
    });
  const server = createServer(connectNodeAdapter({ routes }));
  serve((listening) => server.listen(0, "127.0.0.1", () => listening(server.address().port)));
} else {
  const client = createClient(service, createGrpcTransport({ baseUrl: process.argv[3] }));
  await runCases({
    unary: async (text) => {
      try {
        return (await client.unary(message(text))).value;
      } catch (error) {
        throw Object.assign(new Error(error.rawMessage), { code: error.code });
      }
    },
    serverStream: async function* (text) {
      for await (const { value } of client.serverStream(message(text))) yield value;
    },
    clientStream: async (texts) => {
      const requests = async function* () {
        for (const text of texts) yield message(text);
      };
      return (await client.clientStream(requests())).value;
    },
    bidi: () => {
      let wake = () => {};
      const queue = [];
      let ended = false;
      const requests = async function* () {
        for (;;) {
          while (queue.length > 0) yield message(queue.shift());
          if (ended) return;
          await new Promise((resolve) => wake = resolve);
        }
      };
      const replies = client.bidi(requests())[Symbol.asyncIterator]();
      return {
        send: (text) => {
          queue.push(text);
          wake();
        },
        receive: async () => (await replies.next()).value?.value,
        end: () => {
          ended = true;
          wake();
        },
      };
    },
  });
  process.exit();
}
