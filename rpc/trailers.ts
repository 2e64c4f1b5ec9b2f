/** What a host has said can be answered with trailers. */
const EXPECTED = new WeakSet<object>();

/** What comes after the body of a response. */
const TRAILERS = new WeakMap<Response, Promise<Headers>>();

/**
 * Says that whoever made a request sends the trailers of its response, so that a handler may answer
 * it in gRPC. Fetch has no trailers: they travel beside the `Response`, and are found by
 * {@linkcode trailersOf}. A host calls this for each request before it passes it on.
 *
 * @param request The request.
 * @returns The request.
 *
 * @example Answer gRPC
 * ```ts
 * import { createHandler, expectTrailers, trailersOf } from "@seria/seria/rpc";
 * import { assertEquals } from "@std/assert";
 * import { GreetService } from "./testdata/gen/greet_pb.ts"; // made by `deno task gen`
 *
 * const handler = createHandler((router) => router.service(GreetService, { greet: () => ({}) }));
 * const request = new Request("http://localhost/greet.v1.GreetService/Greet", {
 *   method: "POST",
 *   headers: { "content-type": "application/grpc+json" },
 *   body: "\0\0\0\0\x02{}", // an envelope: no flags, two bytes
 * });
 * const response = await handler(expectTrailers(request));
 * assertEquals(await response.text(), "\0\0\0\0\x02{}");
 * assertEquals((await trailersOf(response))?.get("grpc-status"), "0");
 * ```
 */
export function expectTrailers(request: Request): Request {
  EXPECTED.add(request);
  return request;
}

/** Tells whether a request can be answered with trailers. */
export function expectsTrailers(request: object): boolean {
  return EXPECTED.has(request);
}

/** Notes what comes after the body of a response. */
export function setTrailers(response: Response, trailers: Promise<Headers>): void {
  TRAILERS.set(response, trailers);
}

/**
 * Returns what comes after the body of a response that a handler has made. It goes with that very
 * object: whatever stands between a handler and its host has to pass the `Response` on.
 *
 * @param response The response.
 * @returns The trailers, which are there once the body has ended or was canceled, and never fail;
 * `undefined`, if there are none.
 *
 * @example A response that has none
 * ```ts
 * import { trailersOf } from "@seria/seria/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(trailersOf(new Response()), undefined);
 * ```
 */
export function trailersOf(response: Response): Promise<Headers> | undefined {
  return TRAILERS.get(response);
}
