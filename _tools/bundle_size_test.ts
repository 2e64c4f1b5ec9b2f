import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";

/** What a page must not load to make a call with binary messages, by a text that only it has. */
const UNUSED = {
  "the handler": "it is registered already",
  "gRPC": "application/grpc",
  "JSON": "google.protobuf.FieldMask",
  "the code generated from descriptor.proto": "EDITION_LEGACY",
  "views": "Cannot change the map of a view",
};

async function bundle(program: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bundle",
      "--quiet",
      "--platform=browser",
      fileURLToPath(new URL(program, import.meta.url)),
    ],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test("a client's bundle holds what it uses alone", async () => {
  const client = await bundle("testdata/web_client.ts");
  const all = await bundle("../mod.ts") + await bundle("../reflect/mod.ts");
  for (const [what, text] of Object.entries(UNUSED)) {
    assertEquals([all.includes(text), client.includes(text)], [true, false], what);
  }
});
