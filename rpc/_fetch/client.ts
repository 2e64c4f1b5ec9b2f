import type { HttpCall, HttpClient, HttpReply } from "../http_client.ts";
import { bodyStream } from "./body_stream.ts";
import { DECODED_BY_FETCH, isDecoded } from "./content_decoding.ts";
import { StreamSource } from "./stream_source.ts";

/** Makes HTTP requests with fetch. */
export class FetchClient implements HttpClient {
  readonly contentEncodings: readonly string[] = DECODED_BY_FETCH;
  readonly #fetch: (request: Request) => Promise<Response>;

  /** @param send What stands in for fetch. */
  constructor(send: ((request: Request) => Promise<Response>) | undefined) {
    // Looked up for each call, so that whoever replaces the global one later is heard.
    this.#fetch = send ?? ((request) => fetch(request));
  }

  async send({ method, url, headers, body, signal }: HttpCall): Promise<HttpReply> {
    const init: RequestInit & { duplex?: "half" } = {
      method,
      headers: headers as [string, string][],
      // A call is one request, and what it says is for the server that was named.
      redirect: "manual",
      signal: signal ?? null,
    };
    if (body === null || body instanceof Uint8Array) init.body = body as BodyInit | null;
    else {
      init.body = bodyStream(body, { signal });
      // https://fetch.spec.whatwg.org/#dom-requestinit-duplex: a stream has to say so.
      init.duplex = "half";
    }
    const response = await this.#fetch(new Request(url, init));
    return {
      status: response.status,
      headers: response.headers,
      body: new StreamSource(response),
      trailers: undefined,
      isDecoded: (encoding, body) => isDecoded(response, encoding, body),
    };
  }
}
