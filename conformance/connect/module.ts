import { cachePath, exists } from "../cache.ts";
import { run, runOrThrow } from "../command.ts";

/** The version of the upstream suite. */
const MODULE = "connectrpc.com/conformance@v1.0.5";
const PACKAGE = "connectrpc.com/conformance/cmd/connectconformance@v1.0.5";
const BIN = cachePath("bin/v1.0.5");
const PROGRAM = `${BIN}/connectconformance${Deno.build.os === "windows" ? ".exe" : ""}`;

/** What to say where there is no Go. */
export const NEEDS_GO: string =
  "The suite is a program in Go. Install that (https://go.dev/dl/): " +
  `the suite is then had by go install ${PACKAGE}`;

/** Whether the suite can be had: whether Go is there. */
export async function isAvailable(): Promise<boolean> {
  return await run(["go", "version"]).then(({ success }) => success, () => false);
}

/**
 * The program that runs the suite, built by Go into the cache if it is not there.
 *
 * @returns Its path.
 * @throws {Error} If it cannot be built.
 */
export async function suiteProgram(): Promise<string> {
  if (!await exists(PROGRAM)) {
    await Deno.mkdir(BIN, { recursive: true });
    await runOrThrow(["go", "install", PACKAGE], { env: { GOBIN: BIN } });
  }
  return PROGRAM;
}

/**
 * The folder of the suite's `.proto` files, downloaded by Go if it is not there.
 *
 * @returns Its path.
 * @throws {Error} If the module cannot be downloaded.
 */
export async function protoFolder(): Promise<string> {
  const { Dir } = JSON.parse(await runOrThrow(["go", "mod", "download", "-json", MODULE]));
  return `${Dir}/proto`;
}
