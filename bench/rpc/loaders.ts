import { run } from "./command.ts";

/** What a loader sends, again and again. */
export interface Load {
  /** Where to. */
  readonly url: string;
  /** The type of its content. */
  readonly contentType: string;
  /** What it has in it. */
  readonly body: Uint8Array;
}

/** What a loader may take longer than it is told to, in ms. */
const GRACE_MS = 10_000;

/**
 * Posts over HTTP/1.1 as fast as it goes, with `wrk`.
 *
 * @param flags How many connections there are.
 * @param seconds How long.
 * @returns How many answers there were in a second.
 */
export async function wrk(
  { url, contentType, body }: Load,
  flags: readonly string[],
  seconds: number,
): Promise<number> {
  const script = await Deno.makeTempFile({ suffix: ".lua" });
  const bytes = Array.from(body, (byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
  try {
    await Deno.writeTextFile(
      script,
      `wrk.method = "POST"\nwrk.headers["content-type"] = "${contentType}"\nwrk.body = "${bytes}"\n`,
    );
    const text = await run(["wrk", "-t1", ...flags, `-d${seconds}s`, "-s", script, url], {
      signal: within(seconds),
    });
    if (/Non-2xx|Socket errors/.test(text)) throw new Error(`wrk: ${text}`);
    return figure("wrk", text, /Requests\/sec:\s*([\d.]+)/);
  } finally {
    await Deno.remove(script);
  }
}

/**
 * Posts over HTTP/2 in plain text as fast as it goes, with `h2load`.
 *
 * @param flags How many connections there are, and how many requests on each at a time.
 * @param seconds How long.
 * @returns How many answers there were in a second.
 */
export async function h2load(
  load: Load,
  flags: readonly string[],
  seconds: number,
): Promise<number> {
  const text = await runH2load(load, [...flags, `-D${seconds}`], seconds);
  return figure("h2load", text, /, ([\d.]+) req\/s/);
}

/**
 * Makes a single request with `h2load`.
 *
 * @returns How long it takes until the whole answer is there, in ms.
 */
export async function h2loadOnce(load: Load): Promise<number> {
  const text = await runH2load(load, ["-n1", "-c1", "-m1"], 60);
  const value = figure("h2load", text, /time for request: +([\d.]+)[mu]?s/);
  const unit = /time for request: +[\d.]+([mu]?s)/.exec(text)![1]!;
  return value * { us: 0.001, ms: 1, s: 1000 }[unit]!;
}

async function runH2load(
  { url, contentType, body }: Load,
  flags: readonly string[],
  seconds: number,
): Promise<string> {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeFile(file, body);
    const headers = ["-H", `content-type: ${contentType}`, "-H", "te: trailers"];
    const text = await run(["h2load", "-t1", ...flags, ...headers, "-d", file, url], {
      signal: within(seconds),
    });
    const [, failed] = /, (\d+) failed/.exec(text) ?? [];
    const [, ok, others] = /status codes: (\d+) 2xx, (.+)/.exec(text) ?? [];
    if (failed !== "0" || ok === "0" || /[1-9]/.test(others!.replaceAll(/\dxx/g, ""))) {
      throw new Error(`h2load: ${text}`);
    }
    return text;
  } finally {
    await Deno.remove(file);
  }
}

function within(seconds: number): AbortSignal {
  return AbortSignal.timeout(seconds * 1000 + GRACE_MS);
}

function figure(program: string, text: string, pattern: RegExp): number {
  const value = Number(pattern.exec(text)?.[1]);
  if (!(value > 0)) throw new Error(`${program}: ${text}`);
  return value;
}
