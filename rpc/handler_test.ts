import { assertEquals, assertThrows } from "@std/assert";
import { createHandler } from "./handler.ts";
import { GreetService, OddService } from "./testdata/gen/greet_pb.ts";
import { greetHandler, post } from "./testdata/http.ts";

const handler = greetHandler({
  greet: (request) => ({ greeting: `Hello, ${request.name}!` }),
  async *count() {},
});

/** What a refusal says: status, headers of note, and body. */
async function refused(response: Response) {
  assertEquals(response.headers.get("content-type"), "application/json");
  return { status: response.status, ...await response.json() };
}

Deno.test("createHandler() answers 404 for a service it does not have", async () => {
  for (const path of ["/", "/x", "/greet.v1.Greet/Greet", "/GreetService/Greet", "/a/b/c"]) {
    const response = await handler(new Request(`http://localhost${path}?q`, { method: "POST" }));
    assertEquals(await refused(response), {
      status: 404,
      code: "unimplemented",
      message: `no service at ${path}: the path is /{package}.{Service}/{Method}`,
    });
  }
});

Deno.test("createHandler() answers 404 for a method that a service does not have", async () => {
  const response = await handler(post("greet", "application/json", "{}"));
  assertEquals(await refused(response), {
    status: 404,
    code: "unimplemented",
    message: 'greet.v1.GreetService has no method "greet": names are case-sensitive',
  });
});

Deno.test("createHandler() answers 405 for another verb than POST", async () => {
  for (const verb of ["GET", "HEAD", "DELETE", "OPTIONS", "PUT"]) {
    for (const method of ["Greet", "Echo", "Count"]) {
      // Greet has no side effects.
      const allow = method === "Greet" ? "GET, POST" : "POST";
      if (allow.startsWith(verb)) continue;
      const url = `http://localhost/greet.v1.GreetService/${method}`;
      const response = await handler(new Request(url, { method: verb }));
      assertEquals(response.headers.get("allow"), allow);
      assertEquals(await refused(response), {
        status: 405,
        code: "unknown",
        message: `${verb} is not allowed here: use ${allow}`,
      });
    }
  }
});

Deno.test("createHandler() answers 415 for another content type, and lists its own", async () => {
  const web = "application/grpc-web+proto, application/grpc-web+json, application/grpc-web, " +
    "application/grpc-web-text+proto, application/grpc-web-text+json, application/grpc-web-text, " +
    "application/grpc+proto, application/grpc+json, application/grpc";
  const unary = `application/proto, application/json, ${web}`;
  const stream = `application/connect+proto, application/connect+json, ${web}`;
  const cases: [method: string, contentType: string, supported: string][] = [
    ["Greet", "text/plain;charset=UTF-8", unary],
    ["Greet", "application/foo", unary],
    ["Greet", "application/connect+proto", unary],
    ["Greet", "application/json; charset=latin1", unary],
    ["Greet", "application/proto; charset=utf-8", unary],
    ["Count", "application/json", stream],
    ["Count", "application/connect+foo", stream],
  ];
  for (const [method, contentType, supported] of cases) {
    const response = await handler(post(method, contentType, "{}"));
    assertEquals(response.headers.get("accept-post"), supported);
    assertEquals(response.status, 415);
    // It may be anybody who asks.
    assertEquals(response.headers.get("content-type"), "text/plain; charset=utf-8");
    assertEquals(
      await response.text(),
      `content-type "${contentType}" is not supported here: use one of ${supported}`,
    );
  }
  const bare = new Request("http://localhost/greet.v1.GreetService/Greet", { method: "POST" });
  assertEquals((await handler(bare)).status, 415);
});

Deno.test("createHandler() hands unknown paths, but not unknown methods, to its fallback", async () => {
  const fallback = (request: Request) => new Response(`page ${new URL(request.url).pathname}`);
  const handler = greetHandler({}, { fallback });
  assertEquals(await (await handler(new Request("http://localhost/a/b"))).text(), "page /a/b");
  assertEquals((await handler(post("Nope", "application/json", "{}"))).status, 404);
});

Deno.test("createHandler() puts its services below a prefix", async () => {
  for (const prefix of ["/api/v2", "api/v2/", "//api/v2//"]) {
    const handler = greetHandler({ greet: () => ({ greeting: "hi" }) }, { prefix });
    const at = (path: string) =>
      handler(
        new Request(`http://localhost${path}/greet.v1.GreetService/Greet`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: "{}",
        }),
      );
    assertEquals(await (await at("/api/v2")).json(), { greeting: "hi" });
    assertEquals((await at("")).status, 404);
  }
});

Deno.test("createHandler() refuses a service that is there already", () => {
  assertThrows(
    () =>
      createHandler((router) => {
        router.service(GreetService, {}).service(OddService, {}).service(GreetService, {});
      }),
    TypeError,
    "Cannot register greet.v1.GreetService: it is registered already",
  );
});

Deno.test("createHandler() wants services, and an implementation for each", () => {
  const register = (service: unknown, implementation: unknown) => () =>
    createHandler((router) => {
      router.service(service as typeof GreetService, implementation as object);
    });
  for (const none of [undefined, null, "greet"]) {
    assertThrows(register(none, {}), TypeError, "no service");
    assertThrows(register(GreetService, none), TypeError, "without an implementation");
  }
});

Deno.test("createHandler() refuses an implementation that is no function", () => {
  assertThrows(
    () => greetHandler({ greet: "hello" as never }),
    TypeError,
    'Cannot use "greet" of the implementation',
  );
});

Deno.test("createHandler() refuses limits that are none", () => {
  for (const name of ["readMaxBytes", "writeMaxBytes", "maxTimeoutMs"]) {
    assertThrows(() => greetHandler({}, { [name]: -1 }), RangeError, name);
    assertThrows(() => greetHandler({}, { [name]: NaN }), RangeError, name);
  }
});

Deno.test("createHandler() calls the methods of an instance on it", async () => {
  class Greeter {
    #word = "Hi";
    greet(request: { name: string }) {
      return Promise.resolve({ greeting: `${this.#word}, ${request.name}!` });
    }
  }
  const handler = createHandler((router) => router.service(GreetService, new Greeter()));
  const response = await handler(post("Greet", "application/json", '{"name":"Ada"}'));
  assertEquals(await response.json(), { greeting: "Hi, Ada!" });
});

Deno.test("createHandler() answers unimplemented for methods without implementation", async () => {
  const handler = createHandler((router) =>
    router.service(GreetService, {}).service(OddService, {})
  );
  const expected = (name: string) => ({
    code: "unimplemented",
    message: `${name} is not implemented`,
  });
  const unary = await handler(post("Greet", "application/proto"));
  assertEquals(unary.status, 501);
  assertEquals(await unary.json(), expected("greet.v1.GreetService/Greet"));
  for (const name of ["Count", "Sum", "Chat"]) {
    const response = await handler(post(name, "application/connect+json"));
    assertEquals(response.status, 200);
    const end = JSON.parse(new TextDecoder().decode((await response.bytes()).subarray(5)));
    assertEquals(end, { error: expected(`greet.v1.GreetService/${name}`) });
  }
  for (const name of ["HasOwnProperty", "Constructor"]) {
    const response = await handler(
      new Request(`http://localhost/greet.v1.OddService/${name}`, {
        method: "POST",
        headers: { "content-type": "application/proto" },
      }),
    );
    assertEquals(response.status, 501, name);
  }
});

Deno.test("createHandler() does not answer gRPC clients in JSON", async () => {
  for (const type of ["application/grpc", "application/grpc-web+proto"]) {
    for (const [method, path, status] of [["POST", "a.B/C", 404], ["PUT", "Greet", 405]] as const) {
      const url = `http://localhost/${path === "Greet" ? "greet.v1.GreetService/Greet" : path}`;
      const response = await handler(
        new Request(url, { method, headers: { "content-type": type } }),
      );
      assertEquals(response.status, status);
      assertEquals(response.headers.get("content-type"), "text/plain; charset=utf-8");
    }
  }
});
