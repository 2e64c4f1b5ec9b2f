import { assertEquals, assertRejects } from "@std/assert";
import { createClient } from "./client.ts";
import { connect } from "./connect.ts";
import { ConnectError } from "./error.ts";
import { GreetService } from "./testdata/gen/greet_pb.ts";
import { greetHandler, type GreetImplementation } from "./testdata/http.ts";

/** Serves an implementation on a free port while a test runs. */
async function serving(
  implementation: GreetImplementation,
  test: (client: ReturnType<typeof clientAt>, url: string) => Promise<void>,
) {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    greetHandler(implementation),
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  try {
    await test(clientAt(url), url);
  } finally {
    await server.shutdown();
  }
}

function clientAt(url: string) {
  return createClient(GreetService, connect.plaintext(url));
}

Deno.test("Deno.serve and fetch carry unary and streaming calls", async () => {
  await serving({
    greet: (request) => ({ greeting: `Hello, ${request.name}!` }),
    async *count({ to }) {
      for (let number = 1; number <= to; number++) yield { number };
    },
  }, async (client) => {
    assertEquals((await client.greet({ name: "Ada" })).greeting, "Hello, Ada!");
    const numbers: number[] = [];
    for await (const { number } of client.count({ to: 100 })) numbers.push(number);
    assertEquals(numbers, Array.from({ length: 100 }, (_, i) => i + 1));
  });
});

Deno.test("Deno.serve: a successful call is not a canceled one", async () => {
  const signals: AbortSignal[] = [];
  await serving({
    greet: (_, context) => {
      signals.push(context.signal);
      return {};
    },
    async *count(_, context) {
      signals.push(context.signal);
      yield {};
    },
  }, async (client) => {
    await client.greet({});
    for await (const _ of client.count({}));
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
  assertEquals(signals.map((signal) => signal.aborted), [false, false]);
});

Deno.test("Deno.serve: cancellation of a unary call reaches the handler", async () => {
  const started = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string>();
  await serving({
    greet: async (_, { signal }) => {
      started.resolve();
      await new Promise<void>((resolve) => signal.onabort = () => resolve());
      ended.resolve(signal.reason.code);
      return {};
    },
  }, async (client) => {
    const controller = new AbortController();
    const call = client.greet({}, { signal: controller.signal });
    await started.promise;
    controller.abort();
    assertEquals((await assertRejects(() => call, ConnectError)).code, "canceled");
    assertEquals(await ended.promise, "canceled");
  });
});

Deno.test("Deno.serve: cancellation is seen by those who look late", async () => {
  const started = Promise.withResolvers<void>();
  const seen = Promise.withResolvers<boolean>();
  await serving({
    greet: async (_, context) => {
      started.resolve();
      await new Promise((resolve) => setTimeout(resolve, 100));
      seen.resolve(context.signal.aborted);
      return {};
    },
  }, async (client) => {
    const controller = new AbortController();
    const call = client.greet({}, { signal: controller.signal });
    await started.promise;
    controller.abort();
    await assertRejects(() => call, ConnectError);
    assertEquals(await seen.promise, true);
  });
});

Deno.test("Deno.serve: to stop iterating ends the generator on the other side", async () => {
  const ended = Promise.withResolvers<string>();
  await serving({
    async *count(_, { signal }) {
      try {
        for (let number = 1;; number++) {
          yield { number };
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      } finally {
        ended.resolve(signal.reason?.code);
      }
    },
  }, async (client) => {
    for await (const { number } of client.count({})) if (number === 3) break;
    assertEquals(await ended.promise, "canceled");
  });
});

Deno.test("Deno.serve: a body above the limit is answered, not cut off", async () => {
  await serving({ echo: (request) => request }, async (client, url) => {
    const data = new Uint8Array(5 << 20);
    const error = await assertRejects(() => client.echo({ data }), ConnectError);
    assertEquals(error.code, "resource_exhausted");
    const chunked = await fetch(`${url}/greet.v1.GreetService/Echo`, {
      method: "POST",
      headers: { "content-type": "application/proto" },
      body: new Blob([data]).stream(),
    });
    assertEquals(chunked.status, 429);
    assertEquals((await chunked.json()).code, "resource_exhausted");
  });
});

Deno.test("Deno.serve and fetch carry streams of requests, both ways at once", async () => {
  await serving({
    async sum(requests) {
      let to = 0;
      for await (const { number } of requests) to += number;
      return { to };
    },
    async *chat(requests) {
      for await (const { name } of requests) yield { greeting: `Hello, ${name}!` };
    },
  }, async (client) => {
    const numbers = Array.from({ length: 100 }, (_, number) => ({ number }));
    assertEquals((await client.sum(numbers)).to, 4950);
    const { readable, writable } = new TransformStream<{ name: string }>();
    const writer = writable.getWriter();
    const responses = client.chat(readable)[Symbol.asyncIterator]();
    for (const name of ["Ada", "Bob", "Cy"]) {
      const next = responses.next();
      writer.write({ name });
      assertEquals((await next).value?.greeting, `Hello, ${name}!`);
    }
    writer.close();
    assertEquals((await responses.next()).done, true);
  });
});

Deno.test("Deno.serve: a call that is canceled between requests is no clean end", async () => {
  const started = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string>();
  await serving({
    async sum(requests) {
      try {
        for await (const _ of requests) started.resolve();
        ended.resolve("a clean end");
      } catch (error) {
        ended.resolve((error as ConnectError).code);
      }
      return {};
    },
  }, async (client) => {
    const controller = new AbortController();
    const call = client.sum(
      (async function* () {
        yield { number: 1 };
        await new Promise<void>((resolve) => controller.signal.onabort = () => resolve());
      })(),
      { signal: controller.signal },
    );
    await started.promise;
    controller.abort();
    assertEquals((await assertRejects(() => call, ConnectError)).code, "canceled");
    assertEquals(["canceled", "unavailable"].includes(await ended.promise), true);
  });
});

Deno.test("Deno.serve: a stream that is reset over HTTP/2 is no clean end", async () => {
  using http = Deno.createHttpClient({ http1: false, http2: true });
  for (let i = 0; i < 5; i++) {
    const started = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<string>();
    await serving({
      async sum(requests) {
        try {
          for await (const _ of requests) started.resolve();
          ended.resolve("a clean end");
        } catch (error) {
          ended.resolve((error as ConnectError).code);
        }
        return {};
      },
    }, async (_, url) => {
      const controller = new AbortController();
      const transport = connect.plaintext(url, {
        fetch: (request) => fetch(request, { client: http }),
      });
      const call = createClient(GreetService, transport).sum(
        (async function* () {
          yield { number: 1 };
          await new Promise<void>((resolve) => controller.signal.onabort = () => resolve());
        })(),
        { signal: controller.signal },
      );
      await started.promise;
      controller.abort();
      await assertRejects(() => call, ConnectError);
      assertEquals(["canceled", "unavailable"].includes(await ended.promise), true);
    });
  }
});

Deno.test("no server is unavailable", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const client = clientAt(`http://127.0.0.1:${listener.addr.port}`);
  listener.close();
  assertEquals((await assertRejects(() => client.greet({}), ConnectError)).code, "unavailable");
  const responses = client.count({})[Symbol.asyncIterator]();
  assertEquals((await assertRejects(() => responses.next(), ConnectError)).code, "unavailable");
});

Deno.test("a server that hangs up in the middle of a stream is no clean end", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const hangUp = (async () => {
    const connection = await listener.accept();
    await connection.read(new Uint8Array(4096));
    const head = "HTTP/1.1 200 OK\r\ncontent-type: application/connect+proto\r\n" +
      "transfer-encoding: chunked\r\n\r\n5\r\n\0\0\0\0\0\r\n";
    await connection.write(new TextEncoder().encode(head));
    connection.close();
  })();
  const client = clientAt(`http://127.0.0.1:${listener.addr.port}`);
  const received: unknown[] = [];
  const error = await assertRejects(async () => {
    for await (const response of client.count({})) received.push(response);
  }, ConnectError);
  assertEquals(received.length, 1);
  assertEquals(["unavailable", "internal"].includes(error.code), true);
  await hangUp;
  listener.close();
});
