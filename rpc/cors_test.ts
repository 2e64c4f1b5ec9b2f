import { assert, assertEquals, assertThrows } from "@std/assert";
import type { CorsOptions } from "./cors_options.ts";
import { greetHandler, post } from "./testdata/http.ts";

const ORIGIN = "https://app.example.com";
const URL_PREFIX = "http://localhost/greet.v1.GreetService/";

const handler = (cors?: CorsOptions) =>
  greetHandler({ greet: () => ({}) }, {
    ...cors && { cors },
    fallback: () => new Response("a page"),
  });

function preflight(cors: CorsOptions | undefined, origin = ORIGIN, path = `${URL_PREFIX}Greet`) {
  return handler(cors)(
    new Request(path, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST" },
    }),
  );
}

const list = (response: Response, name: string) =>
  response.headers.get(`access-control-${name}`)?.split(", ");

Deno.test("a preflight is answered with what the protocols need", async () => {
  const response = await preflight({
    origins: [ORIGIN],
    requestHeaders: ["authorization"],
    maxAgeSeconds: 60,
  });
  assertEquals(response.status, 204);
  assertEquals(response.headers.get("access-control-allow-origin"), ORIGIN);
  assertEquals(response.headers.get("access-control-allow-credentials"), null);
  assertEquals(response.headers.get("access-control-max-age"), "60");
  assertEquals(response.headers.get("vary"), "origin");
  assertEquals(list(response, "allow-methods"), ["GET", "POST"]);
  for (const name of ["content-type", "connect-timeout-ms", "x-grpc-web", "authorization"]) {
    assert(list(response, "allow-headers")!.includes(name), name);
  }
  const echo = await preflight({ origins: "*" }, ORIGIN, `${URL_PREFIX}Echo`);
  assertEquals(echo.headers.get("access-control-allow-origin"), "*");
  assertEquals(list(echo, "allow-methods"), ["POST"]);
});

Deno.test("a preflight of another origin, or without the option, allows nothing", async () => {
  const other = await preflight({ origins: [ORIGIN] }, "https://evil.example.com");
  assertEquals([...other.headers], [["vary", "origin"]]);
  assertEquals((await preflight(undefined)).status, 405);
});

Deno.test("a preflight for another path is for the fallback", async () => {
  const response = await preflight({ origins: "*" }, ORIGIN, "http://localhost/");
  assertEquals(await response.text(), "a page");
  assertEquals(response.headers.get("access-control-allow-origin"), null);
});

Deno.test("a page of an allowed origin may read responses, and refusals", async () => {
  const cors: CorsOptions = { origins: [ORIGIN], credentials: true, responseHeaders: ["x-cost"] };
  for (
    const [method, type] of [
      ["Greet", "application/json"],
      ["Greet", "application/grpc-web+json"],
      ["Greet", "text/plain"],
      ["Nothing", "application/json"],
    ] as const
  ) {
    const response = await handler(cors)(post(method, type, "{}", { origin: ORIGIN }));
    assertEquals(response.headers.get("access-control-allow-origin"), ORIGIN);
    assertEquals(response.headers.get("access-control-allow-credentials"), "true");
    assertEquals(response.headers.get("vary"), "origin");
    for (const name of ["grpc-status", "grpc-message", "x-cost", "trailer-x-cost"]) {
      assert(list(response, "expose-headers")!.includes(name), name);
    }
    const other = await handler(cors)(post(method, type, "{}", { origin: "https://a.example" }));
    assertEquals(other.headers.get("access-control-allow-origin"), null);
    assertEquals(other.headers.get("vary"), "origin");
  }
});

Deno.test("a GET response varies with origin and encoding", async () => {
  const url = `${URL_PREFIX}Greet?encoding=json&message={}`;
  const response = await handler({ origins: [ORIGIN] })(
    new Request(url, { headers: { origin: ORIGIN } }),
  );
  assertEquals(response.headers.get("vary"), "accept-encoding, origin");
});

Deno.test("requests of no origin are not told about any", async () => {
  const response = await handler({ origins: "*" })(post("Greet", "application/json", "{}"));
  assertEquals([...response.headers], [["content-type", "application/json"]]);
});

Deno.test("origins that are none, and credentials for all, are refused", () => {
  for (const origin of ["https://a.example/", "a.example", "https://a.example/x", "*", "null"]) {
    assertThrows(() => handler({ origins: [origin] }), TypeError, origin);
  }
  assertThrows(() => handler({ origins: "*", credentials: true }), TypeError, "credentials");
  assertThrows(() => handler({ origins: "*", maxAgeSeconds: -1 }), RangeError, "maxAgeSeconds");
});
