// A client and a server of @grpc/grpc-js: see ../README.md.
import * as grpc from "@grpc/grpc-js";
import { runCases, serve } from "./cases.js";

/** google.protobuf.StringValue, as a `String`: to grpc-js an empty string is no message. Of strings that are shorter than 2 MiB. */
const encode = (text) => {
  const bytes = Buffer.from(text);
  if (bytes.length === 0) return bytes;
  const length = [];
  let rest = bytes.length;
  for (; rest > 127; rest >>>= 7) length.push(rest & 127 | 128);
  return Buffer.concat([Buffer.from([10, ...length, rest]), bytes]);
};
const decode = (bytes) => {
  if (bytes.length === 0) return new String("");
  let at = 1;
  while (bytes[at] > 127) at++;
  return new String(bytes.subarray(at + 1));
};

const method = (name, requestStream, responseStream) => ({
  path: `/peers.Echo/${name}`,
  requestStream,
  responseStream,
  requestSerialize: encode,
  requestDeserialize: decode,
  responseSerialize: encode,
  responseDeserialize: decode,
});
const service = {
  Unary: method("Unary", false, false),
  ServerStream: method("ServerStream", false, true),
  ClientStream: method("ClientStream", true, false),
  Bidi: method("Bidi", true, true),
};
const limits = { "grpc.max_receive_message_length": -1 };

if (process.argv[2] === "server") {
  const server = new grpc.Server(limits);
  server.addService(service, {
    Unary: ({ request }, callback) => {
      if (`${request}` !== "fail") return callback(null, request);
      callback({ code: grpc.status.NOT_FOUND, details: "nöt found" });
    },
    ServerStream: (call) => {
      for (let i = 0; i < Number(call.request); i++) call.write(`${i}`);
      call.end();
    },
    ClientStream: (call, callback) => {
      let all = "";
      call.on("data", (text) => all += text);
      call.on("end", () => callback(null, all));
    },
    Bidi: (call) => {
      call.on("data", (text) => call.write(text));
      call.on("end", () => call.end());
    },
  });
  serve((listening) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) throw error;
      listening(port);
    })
  );
} else {
  const Client = grpc.makeGenericClientConstructor(service, "peers.Echo");
  const client = new Client(
    new URL(process.argv[3]).host,
    grpc.credentials.createInsecure(),
    limits,
  );
  const failed = ({ code, details }) => Object.assign(new Error(details), { code });
  await runCases({
    unary: (text) =>
      new Promise((resolve, reject) =>
        client.Unary(text, (error, reply) => error ? reject(failed(error)) : resolve(`${reply}`))
      ),
    serverStream: async function* (text) {
      for await (const reply of client.ServerStream(text)) yield `${reply}`;
    },
    clientStream: (texts) =>
      new Promise((resolve, reject) => {
        const call = client.ClientStream((error, reply) =>
          error ? reject(failed(error)) : resolve(`${reply}`)
        );
        for (const text of texts) call.write(text);
        call.end();
      }),
    bidi: () => {
      const call = client.Bidi();
      const replies = call[Symbol.asyncIterator]();
      return {
        send: (text) => void call.write(text),
        receive: async () => (await replies.next()).value?.toString(),
        end: () => call.end(),
      };
    },
  });
  client.close();
}
