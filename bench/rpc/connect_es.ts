import { createFileRegistry, type DescService, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { createConnectRouter, type ServiceImpl } from "@connectrpc/connect";
import { createFetchHandler } from "@connectrpc/connect/protocol";
import { DESCRIPTORS } from "./descriptors.ts";
import { EchoService } from "./gen/echo_pb.ts";

/** The service as protobuf-es has it. Its code reads descriptors, made here or by its generator. */
export const ES_SERVICE: DescService = createFileRegistry(
  fromBinary(FileDescriptorSetSchema, DESCRIPTORS),
).getService(EchoService.typeName)!;

interface Text {
  text: string;
}

const router = createConnectRouter().service(
  ES_SERVICE,
  {
    unary: (request: Text) => ({ text: request.text }),
    async *stream({ text, count }: Text & { count: number }) {
      for (let i = 0; i < count; i++) yield { text };
    },
  } as unknown as ServiceImpl<DescService>,
);
const handlers = new Map(
  router.handlers.map((handler) => [handler.requestPath, createFetchHandler(handler)]),
);

/** The service, by `@connectrpc/connect`. */
export function connectEs(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  return handlers.get(pathname)!(request);
}
