import { ConnectError, createHandler } from "@seria/seria";
import { GreetService } from "./gen/greet/v1/greet_pb.ts";

const MAX_COUNT = 1000;

/** Answers the RPCs of `greet.v1.GreetService`. */
export const handler: (request: Request) => Promise<Response> = createHandler((router) => {
  router.service(GreetService, {
    greet(request) {
      if (request.name === "") throw new ConnectError("name must not be empty", "invalid_argument");
      return { greeting: `Hello, ${request.name}!` };
    },
    async *count(request) {
      if (request.to > MAX_COUNT) {
        throw new ConnectError(`to must be at most ${MAX_COUNT}`, "out_of_range");
      }
      for (let number = 1; number <= request.to; number++) yield { number };
    },
  });
});
