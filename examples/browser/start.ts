import { createApi } from "./api.ts";
import { pageFiles } from "./bundle.ts";

/** The page and the API, each on an origin of its own. */
export interface Running extends AsyncDisposable {
  readonly pageUrl: string;
  readonly apiUrl: string;
}

/** Which ports to listen on; 0 takes a free one. */
export interface Ports {
  readonly page: number;
  readonly api: number;
}

/** Serves the page and the API. */
export async function start(ports: Ports): Promise<Running> {
  const files = await pageFiles();
  const page = listen(ports.page, (request) => {
    const file = files.get(new URL(request.url).pathname);
    if (file === undefined) return new Response("not found", { status: 404 });
    return new Response(file.body.replace("{{api}}", apiUrl), {
      headers: {
        "content-type": `${file.type}; charset=utf-8`,
        "content-security-policy": `default-src 'self'; img-src data:; connect-src ${apiUrl}`,
      },
    });
  });
  const pageUrl = urlOf(page);
  const api = listen(ports.api, createApi([pageUrl]));
  const apiUrl = urlOf(api);
  return {
    pageUrl,
    apiUrl,
    async [Symbol.asyncDispose]() {
      await Promise.all([page.shutdown(), api.shutdown()]);
    },
  };
}

function listen(
  port: number,
  handler: (request: Request) => Response | Promise<Response>,
): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ port, hostname: "127.0.0.1", onListen() {} }, handler);
}

function urlOf({ addr }: Deno.HttpServer<Deno.NetAddr>): string {
  return `http://${addr.hostname}:${addr.port}`;
}
