import { serveExchanges, type Server, type ServerExchange, type TcpAddr } from "@seria/seria/http";
import { cachePath, exists } from "../cache.ts";
import { run, runOrThrow } from "../command.ts";

/** The suite, at its newest version. */
const PACKAGE = "github.com/summerwind/h2spec/cmd/h2spec@v2.2.1+incompatible";
const BIN = cachePath("bin/h2spec-v2.2.1");
const PROGRAM = `${BIN}/h2spec${Deno.build.os === "windows" ? ".exe" : ""}`;

/** What to say where there is no Go. */
export const NEEDS_GO: string =
  "The suite is a program in Go. Install that (https://go.dev/dl/): " +
  `the suite is then had by go install ${PACKAGE}`;

/** How long the suite waits for what should come, in seconds. */
const TIMEOUT_SECONDS = 3;

/**
 * How long the server thinks about a response, in ms: the suite opens one stream more than is
 * allowed, and expects that those before are still open.
 */
const RESPONSE_MS = 25;

/** What came of a run. */
export interface SuiteResult {
  /** How many cases there are, and how many of them passed, were left out, and failed. */
  readonly total: number;
  readonly passed: number;
  readonly skipped: number;
  readonly failed: number;
  /** What the suite says of the cases that failed. */
  readonly failures: string;
  /** The file with all that the suite printed. */
  readonly log: string;
}

/** Whether the suite can be had: whether Go is there. */
export async function isAvailable(): Promise<boolean> {
  return await run(["go", "version"]).then(({ success }) => success, () => false);
}

/**
 * Runs all sections of the suite, strictly, against `serve()`.
 *
 * @param sections Which sections to run, as h2spec names them. Default all.
 * @returns What came of it.
 * @throws {Error} If the suite cannot be built, or breaks off.
 */
export async function runSuite(sections: readonly string[] = []): Promise<SuiteResult> {
  await using server = serveTestee();
  const address = ["-h", server.addr.hostname, "-p", `${server.addr.port}`];
  const options = ["--strict", "-o", `${TIMEOUT_SECONDS}`];
  const { stdout, stderr } = await run([await suiteProgram(), ...address, ...options, ...sections]);
  const log = cachePath("results/h2spec.txt");
  await Deno.mkdir(cachePath("results"), { recursive: true });
  await Deno.writeTextFile(log, stdout + stderr);
  const counts = /^(\d+) tests, (\d+) passed, (\d+) skipped, (\d+) failed$/m.exec(stdout);
  if (counts === null && /^No matched tests found\.$/m.test(stdout)) {
    return { total: 0, passed: 0, skipped: 0, failed: 0, failures: "", log };
  }
  if (counts === null) throw new Error(`The suite broke off:\n${(stdout + stderr).slice(-4000)}`);
  const [total, passed, skipped, failed] = counts.slice(1).map(Number);
  return {
    total: total!,
    passed: passed!,
    skipped: skipped!,
    failed: failed!,
    failures: failed === 0 ? "" : stdout.slice(stdout.indexOf("Failures:")),
    log,
  };
}

async function suiteProgram(): Promise<string> {
  if (!await exists(PROGRAM)) {
    await Deno.mkdir(BIN, { recursive: true });
    await runOrThrow(["go", "install", PACKAGE], { env: { GOBIN: BIN } });
  }
  return PROGRAM;
}

/** Serves on HTTP/1.1 and HTTP/2, as programs do: only slower. */
function serveTestee(): Server<TcpAddr> {
  const body = new TextEncoder().encode("Hello, h2spec!");
  const respond = (exchange: ServerExchange): void => {
    exchange.ignoreBody();
    const timer = setTimeout(() => exchange.respondWith(200, [], body), RESPONSE_MS);
    exchange.onAbort = () => clearTimeout(timer);
  };
  return serveExchanges(respond, { hostname: "127.0.0.1", port: 0, onListen() {} });
}
