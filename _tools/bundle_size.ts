/**
 * Measures what a web page has to load to make a unary call in the Connect protocol with binary
 * messages: `deno task bundle-size`. The same program with Seria and with its peer, bundled,
 * minified and compressed alike.
 *
 * @module
 */
import { FileDescriptorProto } from "@seria/seria/reflect";
import { create, encode } from "@seria/seria";
import { main as generate } from "@seria/seria/gen";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import config from "../deno.json" with { type: "json" };
import { commandLine } from "./command_line.ts";

const ROOT = resolve(import.meta.dirname!, "..");

const HELP = `Measures what a web page loads to make a call, beside Connect-ES.

Usage: deno task bundle-size

  --help  Print this.`;

const PEERS = {
  "@bufbuild/protobuf": "2.17.0",
  "@connectrpc/connect": "2.2.0",
  "@connectrpc/connect-web": "2.2.0",
};

const PROTO = `syntax = "proto3";
package greet.v1;
service GreetService {
  rpc Greet(GreetRequest) returns (GreetResponse);
}
message GreetRequest {
  string name = 1;
}
message GreetResponse {
  string greeting = 1;
}
`;

const SERIA = `import { connect, createClient } from "@seria/seria";
import { GreetService } from "./gen/greet_pb.ts";

const client = createClient(GreetService, connect.plaintext("http://localhost:8080"));
console.log((await client.greet({ name: "Ada" })).greeting);
`;

const PEER = `import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { GreetService } from "./peer_pb.ts";

const client = createClient(
  GreetService,
  createConnectTransport({ baseUrl: "http://localhost:8080", useBinaryFormat: true }),
);
console.log((await client.greet({ name: "Ada" })).greeting);
`;

/** What the peer's generator makes of the file: its descriptor, without JSON names. */
async function peerModule(folder: string): Promise<string> {
  const { file_greet } = await import(pathToFileURL(join(folder, "gen/greet_pb.ts")).href);
  const file = create(FileDescriptorProto, file_greet.descriptor.proto);
  for (const { field } of file.messageType) {
    for (const one of field) one.jsonName = undefined;
  }
  const base64 = encode(FileDescriptorProto, file).toBase64();
  return `import { fileDesc, serviceDesc } from "@bufbuild/protobuf/codegenv2";
export const file = /*@__PURE__*/ fileDesc(${JSON.stringify(base64)});
export const GreetService: any = /*@__PURE__*/ serviceDesc(file, 0);
`;
}

/** What `deno bundle` makes of a program. */
async function bundle(cwd: string, program: string): Promise<Uint8Array> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform=browser", "--minify", program],
    cwd,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return stdout;
}

if (import.meta.main) {
  commandLine(HELP, {});
  const folder = await Deno.makeTempDir({ prefix: "seria-size-" });
  const put = (name: string, text: string) => Deno.writeTextFile(join(folder, name), text);
  try {
    const imports: Record<string, string> = {};
    for (const [name, path] of Object.entries(config.exports)) {
      imports[name.replace(/^\./, config.name)] = join(ROOT, path);
    }
    for (const [name, version] of Object.entries(PEERS)) {
      imports[name] = `npm:${name}@${version}`;
      imports[`${name}/`] = `npm:/${name}@${version}/`;
    }
    await put("deno.json", JSON.stringify({ imports }));
    await Deno.mkdir(join(folder, "proto"));
    await put("proto/greet.proto", PROTO);
    await generate([join(folder, "proto"), "--out", join(folder, "gen")]);
    await put("seria.ts", SERIA);
    await put("peer.ts", PEER);
    await put("peer_pb.ts", await peerModule(folder));
    for (
      const [name, program] of [["Seria", "seria.ts"], [Object.keys(PEERS).join(" + "), "peer.ts"]]
    ) {
      const bytes = await bundle(folder, program!);
      const zipped = gzipSync(bytes, { level: 9 });
      console.log(`${name}: ${bytes.length} bytes minified, ${zipped.length} bytes gzipped`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
