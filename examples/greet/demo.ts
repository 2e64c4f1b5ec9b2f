/**
 * `deno task demo`: from a `.proto` to a served call. Generates the code, serves the greeter on a
 * free port, calls it in every way there is, prints what came back, and ends.
 *
 * @module
 */
import { join } from "node:path";

const FOLDER = import.meta.dirname!;

/** A step of the demo: says what it does, does it. */
async function step(title: string, run: () => Promise<void>): Promise<void> {
  console.log(`\n── ${title}`);
  await run();
}

function print(label: string, value: unknown): void {
  console.log(
    `   ${label.padEnd(24)} ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
}

await step("Generate TypeScript from proto/greet/v1/greet.proto", async () => {
  const { main } = await import("@seria/seria/gen");
  if (await main([join(FOLDER, "proto"), "--out", join(FOLDER, "gen")]) !== 0) Deno.exit(1);
});

// Imported after the code is there.
const { connect, ConnectError, createClient } = await import("@seria/seria");
const { jsonCodec, protoCodec } = await import("@seria/seria/rpc");
const { GreetService } = await import("./gen/greet/v1/greet_pb.ts");
const { handler } = await import("./handler.ts");

const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, handler);
const origin = `http://127.0.0.1:${server.addr.port}`;

await step(`Serve it: Deno.serve(handler) on ${origin}`, async () => {
  print("service", GreetService.typeName);
  print("methods", GreetService.descriptor.methods.map((method) => method.name).join(", "));
  await Promise.resolve();
});

for (const [name, codec] of [["proto", protoCodec], ["json", jsonCodec]] as const) {
  await step(`Call it with the typed client, messages as ${name}`, async () => {
    const client = createClient(GreetService, connect.plaintext(origin, { codec }));
    print('greet({ name: "Ada" })', await client.greet({ name: "Ada" }));
    const numbers: number[] = [];
    for await (const { number } of client.count({ to: 5 })) numbers.push(number);
    print("count({ to: 5 })", numbers.join(" "));
    const error = await client.greet({}).catch((reason) => reason);
    print("greet({})", error instanceof ConnectError ? error.message : String(error));
  });
}

/** Sends what `curl -d body` would. */
async function post(path: string, contentType: string, body: string): Promise<Response> {
  const headers = { "content-type": contentType };
  return await fetch(`${origin}/greet.v1.GreetService/${path}`, { method: "POST", headers, body });
}

await step("Call it with plain fetch, as curl would", async () => {
  const reply = await post("Greet", "application/json", '{"name":"Ada"}');
  print("Greet", `${reply.status} ${await reply.text()}`);
  const malformed = await post("Greet", "application/json", '{"name":');
  print("malformed JSON", `${malformed.status} ${await malformed.text()}`);
  const unknown = await post("Great", "application/json", "{}");
  print("unknown method", `${unknown.status} ${await unknown.text()}`);
  const text = await post("Greet", "text/plain", "Ada");
  print("text body", `${text.status} ${await text.text()}`);
  const get = await fetch(`${origin}/greet.v1.GreetService/Greet`);
  print("GET", `${get.status} ${await get.text()}`);
});

await server.shutdown();
console.log("\nEverything worked. `deno task start` keeps it serving.");
