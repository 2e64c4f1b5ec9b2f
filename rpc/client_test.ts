import { assertEquals, assertThrows } from "@std/assert";
import type { MessageInit } from "../reflect/mod.ts";
import type { CallOptions } from "./call_options.ts";
import { createClient } from "./client.ts";
import { connect } from "./connect.ts";
import {
  type CountRequest,
  type CountResponse,
  type GreetRequest,
  type GreetResponse,
  GreetService,
} from "./testdata/gen/greet_pb.ts";
import type { GreetClient } from "./testdata/fetch.ts";
import type { GreetImplementation } from "./testdata/http.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;
const check = <_ extends true>() => {};

Deno.test("createClient() wants a service and a transport", () => {
  const transport = connect.plaintext("http://localhost");
  for (const other of [undefined, null, {}, "http://localhost"] as never[]) {
    assertThrows(() => createClient(GreetService, other), TypeError, "without a transport");
    assertThrows(() => createClient(other, transport), TypeError, "without a service");
  }
});

Deno.test("createClient() has a typed function for each method", () => {
  const client = createClient(GreetService, connect.plaintext("http://localhost"));
  assertEquals(Object.keys(client).sort(), ["chat", "count", "echo", "greet", "sum"]);
  check<Same<keyof GreetClient, "greet" | "echo" | "count" | "sum" | "chat">>();
  check<
    Same<
      GreetClient["greet"],
      (request: MessageInit<GreetRequest>, options?: CallOptions) => Promise<GreetResponse>
    >
  >();
  check<
    Same<
      GreetClient["count"],
      (request: MessageInit<CountRequest>, options?: CallOptions) => AsyncIterable<CountResponse>
    >
  >();
  check<
    Same<
      GreetClient["sum"],
      (
        requests: AsyncIterable<MessageInit<CountResponse>> | Iterable<MessageInit<CountResponse>>,
        options?: CallOptions,
      ) => Promise<CountRequest>
    >
  >();
  check<
    Same<
      GreetClient["chat"],
      (
        requests: AsyncIterable<MessageInit<GreetRequest>> | Iterable<MessageInit<GreetRequest>>,
        options?: CallOptions,
      ) => AsyncIterable<GreetResponse>
    >
  >();
});

Deno.test("ServiceImplementation knows its methods", () => {
  check<Same<keyof GreetImplementation, "greet" | "echo" | "count" | "sum" | "chat">>();
  const implementation: GreetImplementation = {
    // @ts-expect-error: the field is a string.
    greet: () => ({ greeting: 5 }),
    // @ts-expect-error: it is no stream.
    count: () => ({ number: 1 }),
  };
  // @ts-expect-error: there is no such method.
  implementation.great = () => ({});
});
