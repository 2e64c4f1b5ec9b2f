import { assertEquals, assertThrows } from "@std/assert";
import { createClient } from "./client.ts";
import { connect } from "./connect.ts";
import { GreetService } from "./testdata/gen/greet_pb.ts";

Deno.test("connect.plaintext() takes http: alone, connect.tls() https: alone", () => {
  connect.plaintext("http://localhost");
  connect.plaintext(new URL("http://localhost"));
  connect.tls("https://localhost");
  for (const url of ["https://localhost", "ftp://localhost", "localhost", "", "ws://localhost"]) {
    assertThrows(() => connect.plaintext(url), TypeError, undefined, url);
  }
  assertThrows(() => connect.tls("http://localhost"), TypeError, "plaintext()");
  assertThrows(() => connect.plaintext("https://localhost"), TypeError, "tls()");
  const { message } = assertThrows(() => connect.plaintext("localhost:8080"), TypeError);
  assertEquals(message, "Cannot use localhost:8080: it must begin with http://");
});

Deno.test("connect refuses URLs with more than origin and path, and does not repeat secrets", () => {
  for (const url of ["http://localhost?a=b", "http://localhost#a"]) {
    assertThrows(() => connect.plaintext(url), TypeError, undefined, url);
  }
  const error = assertThrows(() => connect.tls("http://ada:1234@localhost"), TypeError);
  assertEquals(error.message.includes("1234"), false);
  for (const url of ["127.0.0.1:8080", "/api", "", "http://ada:1234@a b"]) {
    const error = assertThrows(() => connect.plaintext(url), TypeError, "must begin with http://");
    assertEquals([error.message.includes("1234"), error.cause], [false, undefined]);
  }
});

Deno.test("connect refuses options that are none", () => {
  for (const name of ["timeoutMs", "readMaxBytes", "writeMaxBytes"]) {
    assertThrows(() => connect.plaintext("http://a", { [name]: -1 }), RangeError, name);
    assertThrows(() => connect.plaintext("http://a", { [name]: NaN }), RangeError, name);
  }
  assertThrows(() => connect.plaintext("http://a", { codec: "xml" as never }), TypeError, "xml");
  const headers = { "content-type": "x" };
  assertThrows(() => connect.plaintext("http://a", { headers }), TypeError, "content-type");
});

Deno.test("connect finds services below a path", async () => {
  for (const url of ["http://localhost/api", "http://localhost/api/"]) {
    let seen = "";
    const transport = connect.plaintext(url, {
      fetch: (request) => {
        seen = request.url;
        return Promise.resolve(new Response(null, { status: 503 }));
      },
    });
    await createClient(GreetService, transport).greet({}).catch(() => {});
    assertEquals(seen, "http://localhost/api/greet.v1.GreetService/Greet");
  }
});
