import { assertEquals, assertRejects } from "@std/assert";
import { createClient } from "./client.ts";
import { connect } from "./connect.ts";
import { contextKey, ContextValues } from "./context_values.ts";
import { ConnectError } from "./error.ts";
import { grpcWeb } from "./grpc_web.ts";
import type { ClientInterceptor, HandlerInterceptor } from "./interceptor.ts";
import { collect, type GreetClient } from "./testdata/fetch.ts";
import { GreetService } from "./testdata/gen/greet_pb.ts";
import { greetHandler, type GreetImplementation } from "./testdata/http.ts";

const implementation: GreetImplementation = {
  greet: ({ name }) => ({ greeting: name }),
  async *count({ to }) {
    for (let number = 1; number <= to; number++) yield { number };
  },
  async sum(requests) {
    let to = 0;
    for await (const { number } of requests) to += number;
    return { to };
  },
  async *chat(requests) {
    for await (const { name } of requests) yield { greeting: name };
  },
};

function clients(
  interceptors: { handler?: HandlerInterceptor[]; client?: ClientInterceptor[] },
): GreetClient[] {
  const fetch = greetHandler(implementation, { interceptors: interceptors.handler ?? [] });
  const options = { fetch, interceptors: interceptors.client ?? [] };
  return [connect, grpcWeb].map((protocol) =>
    createClient(GreetService, protocol.plaintext("http://localhost", options))
  );
}

/** Calls all kinds of methods. */
async function callAll(client: GreetClient) {
  return [
    (await client.greet({ name: "a" })).greeting,
    (await collect(client.count({ to: 2 }))).map(({ number }) => number).join(),
    (await client.sum([{ number: 1 }, { number: 2 }])).to,
    (await collect(client.chat([{ name: "b" }, { name: "c" }]))).map((r) => r.greeting).join(),
  ];
}

Deno.test("interceptors of a handler see all kinds of calls, in order", async () => {
  const seen: string[] = [];
  const noting = (name: string): HandlerInterceptor => async (request, context, next) => {
    seen.push(`${name} ${context.method.name}`);
    const response = await next(request);
    seen.push(`${name} ${context.method.kind}`);
    return response;
  };
  for (const client of clients({ handler: [noting("a"), noting("b")] })) {
    seen.length = 0;
    assertEquals(await callAll(client), ["a", "1,2", 3, "b,c"]);
    assertEquals(seen.slice(0, 4), ["a Greet", "b Greet", "b unary", "a unary"]);
    assertEquals(seen.length, 16);
  }
});

Deno.test("interceptors of a handler may replace requests and responses, one by one", async () => {
  const shouting: HandlerInterceptor = async (request, context, next) => {
    if (context.method.kind !== "bidi_streaming") return await next(request);
    async function* louder(items: AsyncIterable<object>, field: string) {
      for await (const item of items) {
        yield { ...item, [field]: `${(item as Record<string, string>)[field]}!` } as never;
      }
    }
    const responses = await next(louder(request as AsyncIterable<object>, "name"));
    return louder(responses as AsyncIterable<object>, "greeting");
  };
  for (const client of clients({ handler: [shouting] })) {
    assertEquals(await callAll(client), ["a", "1,2", 3, "b!!,c!!"]);
  }
});

Deno.test("interceptors of a handler may answer or fail calls themselves", async () => {
  const refusing: HandlerInterceptor = () => {
    throw new ConnectError("who are you?", "unauthenticated");
  };
  for (const client of clients({ handler: [refusing] })) {
    const calls = [
      () => client.greet({}),
      () => client.sum([]),
      () => collect(client.count({})),
      () => collect(client.chat([])),
    ];
    for (const call of calls) {
      assertEquals((await assertRejects(call, ConnectError)).code, "unauthenticated");
    }
  }
  for (const client of clients({ handler: [() => ({ greeting: "cached" })] })) {
    assertEquals((await client.greet({})).greeting, "cached");
  }
});

Deno.test("interceptors tell the implementation what it wants to know", async () => {
  const user = contextKey("the user", "nobody");
  const naming: HandlerInterceptor = (request, { values }, next) => {
    assertEquals(values.get(user), "nobody");
    values.set(user, "Ada");
    return next(request);
  };
  const fetch = greetHandler({ greet: (_, { values }) => ({ greeting: values.get(user) }) }, {
    interceptors: [naming],
  });
  const client = createClient(GreetService, connect.plaintext("http://localhost", { fetch }));
  assertEquals((await client.greet({})).greeting, "Ada");
});

Deno.test("ContextValues knows its keys apart", () => {
  const [a, b] = [contextKey("x", 1), contextKey<number>("x", 2)];
  const values = new ContextValues().set(a, 3);
  assertEquals([values.get(a), values.get(b)], [3, 2]);
  values.delete(a);
  assertEquals(values.get(a), 1);
});

Deno.test("interceptors of a client see and change all kinds of calls, in order", async () => {
  const seen: string[] = [];
  const noting = (name: string): ClientInterceptor => async (call, next) => {
    seen.push(`${name} ${call.service.typeName}/${call.method.name}`);
    const headers = new Headers(call.options.headers);
    headers.append("x-by", name);
    return await next({ ...call, options: { ...call.options, headers } });
  };
  const checking: HandlerInterceptor = (request, context, next) => {
    assertEquals(context.requestHeaders.get("x-by"), "a, b");
    return next(request);
  };
  for (const client of clients({ client: [noting("a"), noting("b")], handler: [checking] })) {
    seen.length = 0;
    assertEquals(await callAll(client), ["a", "1,2", 3, "b,c"]);
    assertEquals(seen.slice(0, 2), [
      "a greet.v1.GreetService/Greet",
      "b greet.v1.GreetService/Greet",
    ]);
    assertEquals(seen.length, 8);
  }
});

Deno.test("interceptors of a client are told what the caller wants them to know", async () => {
  const tag = contextKey("a tag", "none");
  const tagging: ClientInterceptor = async (call, next) => {
    const name = call.options.values?.get(tag) ?? tag.defaultValue;
    return await next({ ...call, request: { name } });
  };
  for (const client of clients({ client: [tagging] })) {
    assertEquals((await client.greet({})).greeting, "none");
    const values = new ContextValues().set(tag, "some");
    assertEquals((await client.greet({}, { values })).greeting, "some");
  }
});

Deno.test("an interceptor of a client may try again", async () => {
  let attempts = 0;
  const flaky: HandlerInterceptor = (request, _, next) => {
    if (++attempts % 3 !== 0) throw new ConnectError("not now", "unavailable");
    return next(request);
  };
  const retrying: ClientInterceptor = async (call, next) => {
    for (;;) {
      try {
        return await next(call);
      } catch (error) {
        if ((error as ConnectError).code !== "unavailable") throw error;
      }
    }
  };
  for (const client of clients({ client: [retrying], handler: [flaky] })) {
    assertEquals((await client.greet({ name: "a" })).greeting, "a");
  }
  assertEquals(attempts, 6);
});

Deno.test("what an interceptor of a client throws is a ConnectError for the caller", async () => {
  const odd = new TypeError("odd");
  async function* broken() {
    yield {};
    throw odd;
  }
  const interceptors: ClientInterceptor[] = [
    () => {
      throw odd;
    },
    () => Promise.reject(odd),
    ({ method: { kind } }) =>
      kind === "unary" || kind === "client_streaming"
        ? Promise.reject(odd)
        : Promise.resolve(broken()),
  ];
  for (const interceptor of interceptors) {
    for (const client of clients({ client: [interceptor] })) {
      const calls = [
        () => client.greet({}),
        () => client.sum([]),
        () => collect(client.count({})),
        () => collect(client.chat([])),
      ];
      for (const call of calls) {
        const error = await assertRejects(call, ConnectError);
        assertEquals([error.code, error.cause], ["unknown", odd]);
      }
    }
  }
});

Deno.test("a stream behind an interceptor begins when it is iterated, and ends with it", async () => {
  let calls = 0;
  const counting: ClientInterceptor = async (call, next) => {
    calls++;
    return await next(call);
  };
  for (const client of clients({ client: [counting] })) {
    calls = 0;
    const never = client.count({ to: 5 })[Symbol.asyncIterator]();
    await never.return!();
    assertEquals((await never.next()).done, true);
    assertEquals(calls, 0);
    const numbers: number[] = [];
    for await (const { number } of client.count({ to: 1e6 })) {
      numbers.push(number);
      if (number === 2) break;
    }
    assertEquals([numbers, calls], [[1, 2], 1]);
  }
});

Deno.test("to stop iterating a stream behind an interceptor ends the generator", async () => {
  for (const factory of [connect, grpcWeb]) {
    const ended = Promise.withResolvers<void>();
    const fetch = greetHandler({
      async *count() {
        try {
          for (;;) yield {};
        } finally {
          ended.resolve();
        }
      },
    });
    const interceptors: ClientInterceptor[] = [async (call, next) => await next(call)];
    const transport = factory.plaintext("http://localhost", { fetch, interceptors });
    for await (const _ of createClient(GreetService, transport).count({})) break;
    await ended.promise;
  }
});
