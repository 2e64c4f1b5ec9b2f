import { connect, ConnectError, createClient, fromJson, toJson } from "@seria/seria";
import { grpcWeb, jsonCodec, protoCodec } from "@seria/seria/rpc";
import { BytesValue } from "@seria/seria/wkt";
import { GreetService } from "../greet/gen/greet/v1/greet_pb.ts";

/**
 * Calls the greeter in every way that a fetch host allows.
 *
 * @param url Where it is.
 * @param fetch What makes the requests.
 * @throws {Error} If an answer is not as it should be.
 */
export async function check(
  url: string,
  fetch: (request: Request) => Promise<Response>,
): Promise<void> {
  for (const protocol of [connect, grpcWeb]) {
    for (const codec of [protoCodec, jsonCodec]) {
      const client = createClient(GreetService, protocol.plaintext(url, { fetch, codec }));

      const name = "Ada ".repeat(1000); // long enough to be compressed
      const { greeting } = await client.greet({ name }, {
        timeoutMs: 10_000,
        sendCompression: "gzip",
        headers: { "trace-bin": "AQI" },
      });
      expect(greeting, `Hello, ${name}!`);

      const error = await client.greet({}).catch(ConnectError.from);
      expect(String(error), "ConnectError: [invalid_argument] name must not be empty");

      let sum = 0;
      for await (const { number } of client.count({ to: 100 })) sum += number;
      expect(sum, 5050);

      for await (const { number } of client.count({ to: 1000 })) if (number === 3) break;
    }
  }
  expect(toJson(BytesValue, fromJson(BytesValue, "-_8")), "+/8=");
  expect(GreetService.descriptor.methods.length, 2);
}

function expect(actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`${actual} is not ${expected}`);
}
