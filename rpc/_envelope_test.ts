import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { encodeEnvelopes, EnvelopeReader } from "./_envelope.ts";
import { ConnectError } from "./error.ts";
import { StreamSource } from "./_fetch/stream_source.ts";
import { bytesSource } from "./testdata/bytes_source.ts";
import { Lifetime } from "./_lifetime.ts";
import { chunks, envelope, join } from "./testdata/http.ts";

function reader(parts: Uint8Array[], limit = 100): EnvelopeReader {
  const lifetime = new Lifetime();
  const body = new StreamSource({ body: chunks(parts) });
  return new EnvelopeReader(body, { limit, truncated: "data_loss", lifetime });
}

Deno.test("encodeEnvelopes() writes flags, a length in big-endian, and the message", () => {
  assertEquals(
    envelope(2, new Uint8Array(0x102)).subarray(0, 6),
    new Uint8Array([2, 0, 0, 1, 2, 0]),
  );
});

Deno.test("EnvelopeReader reads envelopes in chunks of any size", async () => {
  const messages = [new Uint8Array([1, 2, 3]), new Uint8Array(0), new Uint8Array(90).fill(7)];
  const all = join(...messages.map((message, i) => envelope(i, message)));
  for (let size = 1; size <= all.length; size++) {
    const parts: Uint8Array[] = [];
    for (let at = 0; at < all.length; at += size) {
      parts.push(all.slice(at, at + size), new Uint8Array(0));
    }
    const envelopes = reader(parts);
    for (const [flags, data] of messages.entries()) {
      const envelope = await envelopes.read();
      assertEquals([envelope?.flags, envelope && [...envelope.data]], [flags, [...data]]);
    }
    assertEquals(await envelopes.read(), undefined);
    assertEquals(await envelopes.ended(), true);
  }
});

Deno.test("EnvelopeReader does not wait for what is there", () => {
  const all = encodeEnvelopes([
    { flags: 0, data: new Uint8Array([1]) },
    { flags: 2, data: new Uint8Array([2, 3]) },
  ]);
  const body = bytesSource([all.subarray(0, 7), all.subarray(7)]);
  const options = { limit: 9, truncated: "data_loss", lifetime: new Lifetime() } as const;
  const envelopes = new EnvelopeReader(body, options);
  assertEquals(envelopes.read(), { flags: 0, data: new Uint8Array([1]) });
  assertEquals(envelopes.read(), { flags: 2, data: new Uint8Array([2, 3]) });
  assertEquals(envelopes.ended(), true);
  assertEquals(envelopes.read(), undefined);
});

Deno.test("EnvelopeReader gives nothing any more once it is canceled", async () => {
  const body = bytesSource([envelope(0, new Uint8Array(1))], { open: true });
  const options = { limit: 9, truncated: "data_loss", lifetime: new Lifetime() } as const;
  const envelopes = new EnvelopeReader(body, options);
  await envelopes.read();
  const pending = envelopes.read() as Promise<unknown>;
  envelopes.cancel(undefined);
  assertEquals((await assertRejects(() => pending, ConnectError)).code, "canceled");
  assertThrows(() => envelopes.read(), ConnectError);
  assertEquals(body.canceled, true);
});

Deno.test("EnvelopeReader takes a body that is not there for an empty one", async () => {
  const options = { limit: 1, truncated: "data_loss", lifetime: new Lifetime() } as const;
  assertEquals(
    await new EnvelopeReader(new StreamSource({ body: null }), options).read(),
    undefined,
  );
});

Deno.test("EnvelopeReader refuses a length above the limit before it has read the message", async () => {
  const prefix = envelope(0, new Uint8Array(0));
  prefix.set([0xff, 0xff, 0xff, 0xff], 1);
  // There is no more than the prefix: to wait for the rest would be another error.
  const error = await assertRejects(async () => await reader([prefix]).read(), ConnectError);
  assertEquals(error.code, "resource_exhausted");
  assertEquals(
    error.rawMessage,
    "message of 4294967295 bytes is larger than the limit of 100 bytes",
  );
  assertEquals((await reader([envelope(0, new Uint8Array(100))]).read())?.data.length, 100);
});

Deno.test("EnvelopeReader fails if the body ends inside an envelope", async () => {
  const whole = envelope(0, new Uint8Array([1, 2, 3]));
  for (let length = 1; length < whole.length; length++) {
    const error = await assertRejects(
      async () => await reader([whole.subarray(0, length)]).read(),
      ConnectError,
    );
    assertEquals(error.code, "data_loss");
  }
});

Deno.test("EnvelopeReader.ended() tells if there is any byte left", async () => {
  const envelopes = reader([envelope(0, new Uint8Array(1)), new Uint8Array([0])]);
  await envelopes.read();
  assertEquals(await envelopes.ended(), false);
  assertEquals(await reader([new Uint8Array(0), new Uint8Array(0)]).ended(), true);
});

Deno.test("EnvelopeReader ends with its lifetime, after chunks without bytes as well", async () => {
  for (const parts of [[], [new Uint8Array(0)], [new Uint8Array(0), new Uint8Array(3)]]) {
    const lifetime = new Lifetime();
    lifetime.expireIn(5);
    const body = chunks(parts, { open: true });
    const envelopes = new EnvelopeReader(new StreamSource({ body }), {
      limit: 9,
      truncated: "data_loss",
      lifetime,
    });
    const error = await assertRejects(async () => await envelopes.read(), ConnectError);
    assertEquals(error.code, "deadline_exceeded");
  }
});

Deno.test("EnvelopeReader fails with unavailable if the body cannot be read", async () => {
  const body = new ReadableStream<Uint8Array>({
    pull: () => Promise.reject(new TypeError("connection reset")),
  });
  const lifetime = new Lifetime();
  const envelopes = new EnvelopeReader(new StreamSource({ body }), {
    limit: 9,
    truncated: "data_loss",
    lifetime,
  });
  const error = await assertRejects(async () => await envelopes.read(), ConnectError);
  assertEquals(error.code, "unavailable");
  assertEquals(error.rawMessage, "the body cannot be read: connection reset");
});
