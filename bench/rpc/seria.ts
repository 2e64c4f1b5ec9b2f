import { createHandler, type FetchHandler } from "@seria/seria/rpc";
import { EchoService } from "./gen/echo_pb.ts";

/** The service, by Seria. */
export const seria: FetchHandler = createHandler((router) => {
  router.service(EchoService, {
    unary: (request) => ({ text: request.text }),
    async *stream({ text, count }) {
      for (let i = 0; i < count; i++) yield { text };
    },
    async *chat(requests) {
      for await (const { text } of requests) yield { text };
    },
  });
});
