import { assert, assertEquals } from "@std/assert";
import { ConnectError } from "../error.ts";
import { expectTrailers, trailersOf } from "../trailers.ts";
import {
  envelope,
  greetHandler,
  type GreetImplementation,
  join,
  post,
  textEnvelopes,
} from "../testdata/http.ts";

const TYPE = "application/grpc+json";

const implementation: GreetImplementation = {
  greet: ({ name }, context) => {
    context.responseHeaders.set("x-a", "1");
    context.responseTrailers.set("x-b", "2");
    if (name === "") throw new ConnectError("who?", "not_found");
    return { greeting: `${name} in ${context.protocol}` };
  },
  async *count({ to }) {
    for (let number = 1; number <= to; number++) yield { number };
    if (to === 2) throw new ConnectError("enough", "aborted");
  },
  async sum(requests) {
    let to = 0;
    for await (const { number } of requests) to += number;
    return { to };
  },
};

async function call(
  method: string,
  body: Uint8Array | null,
  headers: Record<string, string> = {},
) {
  const handler = greetHandler(implementation);
  const response = await handler(expectTrailers(post(method, TYPE, body, headers)));
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("content-type"), TYPE);
  assertEquals(response.headers.get("grpc-status"), null);
  const envelopes = textEnvelopes(await response.bytes());
  return { response, envelopes, trailers: Object.fromEntries(await trailersOf(response)!) };
}

Deno.test("gRPC is answered with trailers beside the response", async () => {
  const { response, envelopes, trailers } = await call("Greet", envelope(0, '{"name":"Ada"}'));
  assertEquals(response.headers.get("x-a"), "1");
  assertEquals(envelopes, [[0, '{"greeting":"Ada in grpc"}']]);
  assertEquals(trailers, { "grpc-status": "0", "x-b": "2" });
  const sum = await call("Sum", join(envelope(0, '{"number":1}'), envelope(0, '{"number":2}')));
  assertEquals([sum.envelopes, sum.trailers], [[[0, '{"to":3}']], { "grpc-status": "0" }]);
  const count = await call("Count", envelope(0, '{"to":3}'));
  assertEquals([count.envelopes.length, count.trailers], [3, { "grpc-status": "0" }]);
});

Deno.test("gRPC errors are in the trailers, before and after responses", async () => {
  const early = await call("Greet", envelope(0, "{}"));
  assertEquals(early.envelopes, []);
  assertEquals(early.trailers, { "grpc-status": "5", "grpc-message": "who?", "x-b": "2" });
  const late = await call("Count", envelope(0, '{"to":2}'));
  assertEquals(late.envelopes.length, 2);
  assertEquals(late.trailers, { "grpc-status": "10", "grpc-message": "enough" });
  const cases: [Uint8Array | null, Record<string, string>, string][] = [
    [null, {}, "12"],
    [envelope(0, "{"), {}, "3"],
    [envelope(0, "{}"), { "grpc-encoding": "lzw" }, "12"],
    [envelope(0, "{}"), { "grpc-timeout": "0m" }, "4"],
  ];
  for (const [body, headers, status] of cases) {
    assertEquals((await call("Count", body, headers)).trailers["grpc-status"], status);
  }
});

Deno.test("trailers are there when the client has canceled the response", async () => {
  const request = expectTrailers(post("Count", TYPE, envelope(0, '{"to":1000}')));
  const response = await greetHandler(implementation)(request);
  await response.body!.cancel();
  assertEquals((await trailersOf(response))!.get("grpc-status"), "1");
});

Deno.test("on a host without trailers gRPC gets an error that names serve()", async () => {
  for (const type of ["application/grpc", "application/grpc+proto", TYPE]) {
    const response = await greetHandler(implementation)(post("Greet", type, envelope(0, "{}")));
    assertEquals(response.status, 200);
    assertEquals(
      response.headers.get("content-type"),
      type === TYPE ? TYPE : "application/grpc+proto",
    );
    assertEquals(response.headers.get("grpc-status"), "12");
    assert(response.headers.get("grpc-message")!.includes("use serve()"));
    assertEquals((await response.bytes()).length, 0);
    assertEquals(trailersOf(response), undefined);
  }
});
