import { ConnectError, createHandler } from "@seria/seria";
import { GreetService } from "../greet/gen/greet/v1/greet_pb.ts";

const MAX_COUNT = 1000;

/** How long counting takes from one number to the next, so that one can watch it. */
const PAUSE_MS = 100;

/**
 * Makes the API that the page calls: the greeter, for pages from other origins.
 *
 * @param origins The origins of pages that may call it.
 */
export function createApi(origins: readonly string[]): (request: Request) => Promise<Response> {
  return createHandler((router) => {
    router.service(GreetService, {
      greet({ name }) {
        if (name === "") throw new ConnectError("name must not be empty", "invalid_argument");
        return { greeting: `Hello, ${name}!` };
      },
      async *count({ to }, { signal }) {
        if (to > MAX_COUNT) {
          throw new ConnectError(`to must be at most ${MAX_COUNT}`, "out_of_range");
        }
        for (let number = 1; number <= to; number++) {
          yield { number };
          await pause(signal);
        }
      },
    });
  }, { cors: { origins } });
}

/** Waits, but no longer than the call lasts. */
function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, PAUSE_MS);
    function stop() {
      clearTimeout(timer);
      reject(signal.reason);
    }
    signal.addEventListener("abort", stop);
  });
}
