import { join } from "node:path";

const PAGE = join(import.meta.dirname!, "page");

/** A file of the page, as it is served. */
export interface PageFile {
  readonly type: string;
  readonly body: string;
}

/**
 * Bundles the page's program with what it imports, and reads the rest.
 *
 * @returns The page's files, by their paths.
 */
export async function pageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  return new Map([
    ["/", { type: "text/html", body: await Deno.readTextFile(join(PAGE, "index.html")) }],
    ["/style.css", { type: "text/css", body: await Deno.readTextFile(join(PAGE, "style.css")) }],
    ["/page.js", { type: "text/javascript", body: await bundle(join(PAGE, "page.ts")) }],
  ]);
}

/** Makes one JavaScript file of a program for browsers, minified. */
async function bundle(program: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform=browser", "--minify", program],
  }).output();
  if (!success) throw new Error(`Cannot bundle ${program}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}
