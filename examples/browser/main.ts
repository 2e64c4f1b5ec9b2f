/**
 * `deno task browser`: serves a web page, and the API that it calls.
 *
 * @module
 */
import { start } from "./start.ts";

if (import.meta.main) {
  const { pageUrl, apiUrl } = await start({ page: 8000, api: 8080 });
  console.log(`Open ${pageUrl}; it calls ${apiUrl}. Ctrl-C stops both.`);
}
