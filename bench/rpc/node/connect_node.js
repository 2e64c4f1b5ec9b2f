// A server of @connectrpc/connect-node.
import { createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { readFileSync } from "node:fs";
import { createServer } from "node:http2";
import { answerLines } from "./program.js";

const set = fromBinary(FileDescriptorSetSchema, readFileSync("echo.binpb"));
const service = createFileRegistry(set).getService("bench.v1.EchoService");

const routes = (router) =>
  router.service(service, {
    unary: ({ text }) => ({ text }),
    async *stream({ text, count }) {
      for (let i = 0; i < count; i++) yield { text };
    },
    async *chat(requests) {
      for await (const { text } of requests) yield { text };
    },
  });

const server = createServer(connectNodeAdapter({ routes }));
server.listen(0, "127.0.0.1", () => {
  answerLines(server.address().port, () => process.memoryUsage.rss());
});
