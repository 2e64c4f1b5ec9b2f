import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { jsonCodec } from "./codec.ts";
import { createClient } from "./client.ts";
import { connect } from "./connect.ts";
import { ConnectError } from "./error.ts";
import { ExchangeClient } from "./_engine/client.ts";
import { grpc } from "./grpc.ts";
import { grpcWeb } from "./grpc_web.ts";
import { createHandler } from "./handler.ts";
import { exchangeListener } from "./serve.ts";
import { exchangesWith } from "./testdata/exchange.ts";
import { GreetService } from "./testdata/gen/greet_pb.ts";
import type { GreetImplementation } from "./testdata/http.ts";
import type { ServiceOptions } from "./service_options.ts";
import { isView } from "../views/mod.ts";

type GreetOptions = ServiceOptions<typeof GreetService.methods>;

function handlerOf(implementation: GreetImplementation, options: GreetOptions) {
  return createHandler((router) => router.service(GreetService, implementation, options));
}

Deno.test("requests come as views where that is asked for, in all protocols", async () => {
  const seen: boolean[] = [];
  const handler = handlerOf({
    echo(message) {
      seen.push(isView(message));
      assertThrows(() => message.text = "changed", TypeError);
      return message;
    },
    async sum(requests) {
      // Those that came before stay as they are.
      const all = await Array.fromAsync(requests);
      seen.push(...all.map((each) => isView(each)));
      return { to: all.reduce((sum, { number }) => sum + number, 0) };
    },
  }, { views: true });
  const http = new ExchangeClient(exchangesWith(exchangeListener(handler)));
  const data = new Uint8Array(5000).fill(7);
  const init = { text: "ä", data, parts: [{ text: "a" }, { text: "b" }], numbers: [1, -2] };
  for (
    const transport of [
      connect.plaintext("http://localhost", { fetch: handler }),
      grpcWeb.plaintext("http://localhost", { fetch: handler, sendCompression: "gzip" }),
      grpc.plaintext("http://localhost", { http }),
    ]
  ) {
    seen.length = 0;
    const client = createClient(GreetService, transport);
    const echoed = await client.echo(init);
    assertEquals([echoed.text, echoed.data, echoed.numbers], [init.text, data, init.numbers]);
    assertEquals(echoed.parts.map(({ text }) => text), ["a", "b"]);
    const numbers = Array.from({ length: 100 }, (_, i) => ({ number: i + 1 }));
    assertEquals((await client.sum(numbers)).to, 5050);
    assertEquals(seen, Array(101).fill(true));
  }
});

Deno.test("methods say for themselves whether they take views, and JSON gives messages", async () => {
  const handler = handlerOf({
    greet: (request) => ({ greeting: `${isView(request)}` }),
    echo: (message) => ({ text: `${isView(message)}` }),
  }, { views: true, methods: { greet: { views: false } } });
  const options = { fetch: handler };
  const client = createClient(GreetService, connect.plaintext("http://localhost", options));
  assertEquals((await client.greet({})).greeting, "false");
  assertEquals((await client.echo({})).text, "true");
  const json = createClient(
    GreetService,
    connect.plaintext("http://localhost", { ...options, codec: jsonCodec }),
  );
  assertEquals((await json.echo({})).text, "false");
});

Deno.test("limits hold for views, and what is no message is refused before it is used", async () => {
  const handler = handlerOf({ echo: () => ({}) }, { views: true, maxElementBytes: 1000 });
  const client = createClient(
    GreetService,
    connect.plaintext("http://localhost", { fetch: handler }),
  );
  const many = { parts: Array.from({ length: 1000 }, () => ({ text: "" })) };
  const error = await assertRejects(() => client.echo(many), ConnectError);
  assertEquals(error.code, "resource_exhausted");
  const response = await handler(
    new Request("http://localhost/greet.v1.GreetService/Echo", {
      method: "POST",
      headers: { "content-type": "application/proto" },
      body: new Uint8Array([0x0a, 5, 1]),
    }),
  );
  assertEquals((await response.json()).code, "invalid_argument");
});
