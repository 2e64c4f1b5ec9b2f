import { run } from "../command.ts";

/** A framed message of a `StringValue`, `x`. */
const MESSAGE = new Uint8Array([0, 0, 0, 0, 3, 10, 1, 120]);

/** Calls our server with curl, in both versions of HTTP, and gives a line for each. */
export async function curl(port: number): Promise<string[]> {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeFile(file, MESSAGE);
    const lines: string[] = [];
    for (const [version, flag] of [["2", "--http2-prior-knowledge"], ["1.1", "--http1.1"]]) {
      const url = `http://127.0.0.1:${port}/peers.Echo/Unary`;
      const type = ["-H", "content-type: application/grpc", "-H", "te: trailers"];
      const show = ["-sS", "-o", "-", "-w", "%{http_version} %{http_code}"];
      const { stdout, stderr } = await run([
        "curl",
        ...[flag!, ...show, ...type, "--data-binary", `@${file}`, url],
      ]);
      const expected = `${new TextDecoder().decode(MESSAGE)}${version} 200`;
      if (stdout === expected) lines.push(`ok HTTP/${version}`);
      else lines.push(`FAILED HTTP/${version}: ${JSON.stringify(stdout)} ${stderr}`);
    }
    return lines;
  } finally {
    await Deno.remove(file);
  }
}
