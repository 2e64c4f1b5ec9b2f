// A server and a client of @grpc/grpc-js: see ../client.ts for what the client is told to do.
import * as grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { answerLines, TEXT } from "./program.js";

const { EchoService } = grpc.loadPackageDefinition(loadSync("echo.proto")).bench.v1;

function serve() {
  const server = new grpc.Server();
  server.addService(EchoService.service, {
    unary: ({ request }, callback) => callback(null, { text: request.text }),
    stream: async (call) => {
      const { text, count } = call.request;
      for (let i = 0; i < count; i++) {
        if (!call.write({ text })) await new Promise((resolve) => call.once("drain", resolve));
      }
      call.end();
    },
    chat: (call) => {
      call.on("data", ({ text }) => call.write({ text }));
      call.on("end", () => call.end());
    },
  });
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    answerLines(port, () => process.memoryUsage.rss());
  });
}

const call = (client) => ({
  unary(count, inFlight) {
    let left = count;
    const one = () =>
      new Promise((resolve, reject) =>
        client.unary({ text: TEXT }, (error, reply) => {
          if (error || reply.text !== TEXT) {
            reject(error ?? new Error(`The answer is ${reply.text}`));
          } else resolve();
        })
      );
    const caller = async () => {
      while (left-- > 0) await one();
    };
    return Promise.all(Array.from({ length: inFlight }, caller));
  },
  stream: (count) =>
    new Promise((resolve, reject) => {
      let received = 0;
      const stream = client.stream({ text: TEXT, count });
      stream.on("data", ({ text }) => text.length === TEXT.length && received++);
      stream.on("error", reject);
      stream.on("end", () => {
        if (received === count) resolve();
        else reject(new Error(`${received} messages came`));
      });
    }),
  talk: (count) =>
    new Promise((resolve, reject) => {
      let received = 0;
      const talk = client.chat();
      talk.on("data", () => {
        if (++received < count) talk.write({ text: TEXT });
        else talk.end();
      });
      talk.on("error", reject);
      talk.on("end", resolve);
      talk.write({ text: TEXT });
    }),
});

if (process.argv[2] === "server") serve();
else {
  const address = `127.0.0.1:${process.argv[3]}`;
  const tasks = call(new EchoService(address, grpc.credentials.createInsecure()));
  answerLines("ready", async (task, count, inFlight) => {
    const start = performance.now();
    await tasks[task](Number(count), Number(inFlight));
    return performance.now() - start;
  });
}
