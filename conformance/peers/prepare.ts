import { cachePath, removeAll } from "../cache.ts";
import { runOrThrow } from "../command.ts";

const PROGRAMS = new URL("programs/", import.meta.url);

/**
 * Fetches the newest versions of the peers, and builds what has to be built, in the cache.
 *
 * @returns The folder of the programs.
 * @throws {Error} If something cannot be had.
 */
export async function prepare(): Promise<string> {
  const folder = cachePath("peers");
  await Deno.mkdir(folder, { recursive: true });
  for await (const { name } of Deno.readDir(PROGRAMS)) {
    await Deno.copyFile(new URL(name, PROGRAMS), `${folder}/${name}`);
  }
  const options = { cwd: folder };
  await runOrThrow(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"], options);
  await runOrThrow(["npm", "update", "--ignore-scripts", "--no-audit", "--no-fund"], options);
  await removeAll(`${folder}/go.mod`);
  await runOrThrow(["go", "mod", "init", "peers"], options);
  await runOrThrow(["go", "get", "google.golang.org/grpc@latest"], options);
  await runOrThrow(["go", "build", "-o", "grpc_go", "main.go"], options);
  return folder;
}
