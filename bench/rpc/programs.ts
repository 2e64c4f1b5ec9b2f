import { fileURLToPath } from "node:url";
import { cachePath } from "../codec/config.ts";
import { run } from "./command.ts";
import { DESCRIPTORS } from "./descriptors.ts";
import { Program } from "./program.ts";

const NODE_PROGRAMS = new URL("node/", import.meta.url);

/** A server, by the name that it has in `server.ts` or of its file in `node/`. */
export type ServerName =
  | "serve"
  | "deno-serve"
  | "bare-echo"
  | "connect-es"
  | "tcp"
  | "grpc_js.js"
  | "connect_node.js";

/** A client, likewise. */
export type ClientName = "seria" | "tcp" | "grpc_js.js";

/** A server that runs. What it said is its port. */
export function startServer(name: ServerName): Promise<Program> {
  return name.endsWith(".js") ? startNode(name, "server") : startDeno("server.ts", name);
}

/** A client that is ready to call a server. */
export function startClient(name: ClientName, { hello: port }: Program): Promise<Program> {
  return name.endsWith(".js")
    ? startNode(name, "client", port)
    : startDeno("client.ts", name, port);
}

function startDeno(file: string, ...args: string[]): Promise<Program> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return Program.start([Deno.execPath(), "run", "--allow-net", path, ...args]);
}

async function startNode(file: string, ...args: string[]): Promise<Program> {
  return await Program.start(["node", file, ...args], await (folder ??= prepare()));
}

/** The folder of the programs for Node, once they can be run. */
let folder: Promise<string> | undefined;

async function prepare(): Promise<string> {
  const folder = cachePath("rpc");
  await Deno.mkdir(folder, { recursive: true });
  for await (const { name } of Deno.readDir(NODE_PROGRAMS)) {
    await Deno.copyFile(new URL(name, NODE_PROGRAMS), `${folder}/${name}`);
  }
  await Deno.copyFile(new URL("proto/echo.proto", import.meta.url), `${folder}/echo.proto`);
  await Deno.writeFile(`${folder}/echo.binpb`, DESCRIPTORS);
  await run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder });
  return folder;
}
