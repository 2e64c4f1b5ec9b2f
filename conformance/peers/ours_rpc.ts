/**
 * A client and a server of our RPC layer: the handler on `serve()`, and gRPC clients.
 *
 * @module
 */
import {
  type BidiStreamingMethod,
  type ClientStreamingMethod,
  create,
  createRegistry,
  FileDescriptorProto,
  type ServerStreamingMethod,
  type ServiceType,
  type UnaryMethod,
} from "@seria/seria/reflect";
import { grpc, http2Client } from "@seria/seria/grpc";
import { ConnectError, createClient, createHandler } from "@seria/seria/rpc";
import { serve as serveHandler } from "@seria/seria/serve";
import { StringValue } from "@seria/seria/wkt";
import { runCases, serve } from "./programs/cases.js";

const STRING = ".google.protobuf.StringValue";
const method = (name: string, clientStreaming: boolean, serverStreaming: boolean) => ({
  ...{ name, inputType: STRING, outputType: STRING, clientStreaming, serverStreaming },
});
const file = create(FileDescriptorProto, {
  name: "peers.proto",
  package: "peers",
  syntax: "proto3",
  dependency: ["google/protobuf/wrappers.proto"],
  service: [{
    name: "Echo",
    method: [
      method("Unary", false, false),
      method("ServerStream", false, true),
      method("ClientStream", true, false),
      method("Bidi", true, true),
    ],
  }],
});
const registry = createRegistry({ file: [StringValue.descriptor.file.proto, file] });
const Echo = registry.service("peers.Echo") as ServiceType<{
  unary: UnaryMethod<StringValue, StringValue>;
  serverStream: ServerStreamingMethod<StringValue, StringValue>;
  clientStream: ClientStreamingMethod<StringValue, StringValue>;
  bidi: BidiStreamingMethod<StringValue, StringValue>;
}>;

const handler = createHandler((router) => {
  router.service(Echo, {
    unary({ value }) {
      if (value === "fail") throw new ConnectError("nöt found", "not_found");
      return { value };
    },
    async *serverStream({ value }) {
      for (let i = 0; i < Number(value); i++) yield { value: `${i}` };
    },
    async clientStream(requests) {
      let value = "";
      for await (const request of requests) value += request.value;
      return { value };
    },
    async *bidi(requests) {
      for await (const { value } of requests) yield { value };
    },
  });
});

/** Requests that are made one by one. */
function requestQueue() {
  const { readable, writable } = new TransformStream<{ value: string }>();
  const writer = writable.getWriter();
  return {
    requests: readable,
    send: (value: string) => void writer.write({ value }),
    end: () => void writer.close(),
  };
}

if (Deno.args[0] === "server") {
  serve((listening: (port: number) => void) => {
    const options = { port: 0, hostname: "127.0.0.1", onListen() {} };
    listening((serveHandler(handler, options).addr as Deno.NetAddr).port);
  });
} else {
  await using http = http2Client();
  const client = createClient(Echo, grpc.plaintext(Deno.args[1]!, { http }));
  await runCases({
    async unary(value: string) {
      try {
        return (await client.unary({ value })).value;
      } catch (error) {
        if (!(error instanceof ConnectError) || error.code !== "not_found") throw error;
        throw Object.assign(new Error(error.rawMessage), { code: 5 });
      }
    },
    async *serverStream(value: string) {
      for await (const reply of client.serverStream({ value })) yield reply.value;
    },
    clientStream: async (values: string[]) =>
      (await client.clientStream(values.map((value) => ({ value })))).value,
    bidi() {
      const { requests, send, end } = requestQueue();
      const replies = client.bidi(requests)[Symbol.asyncIterator]();
      return { send, end, receive: async () => (await replies.next()).value?.value };
    },
  });
}
