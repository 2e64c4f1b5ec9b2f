import { GRPC_WEB_TEXT_TYPE, GRPC_WEB_TYPE } from "../_grpc/names.ts";
import { toHeaders } from "../_fields.ts";
import type { HttpCall, HttpClient, HttpReply } from "../http_client.ts";
import { decodeSource, encodeSource, encodeText } from "./base64_source.ts";
import { textType } from "./text_endpoint.ts";

/** Sends bodies in base64, and receives them so. */
export class TextClient implements HttpClient {
  readonly #http: HttpClient;

  /** @param http What sends bytes. */
  constructor(http: HttpClient) {
    this.#http = http;
  }

  async send(call: HttpCall): Promise<HttpReply> {
    const { body } = call;
    const reply = await this.#http.send({
      method: call.method,
      url: call.url,
      headers: [...call.headers.map(textType), ["accept", GRPC_WEB_TEXT_TYPE]],
      body: body === null || body instanceof Uint8Array
        ? body && encodeText(body)
        : encodeSource(body),
      get signal() {
        return call.signal;
      },
      onAbort: (listener) => call.onAbort(listener),
    });
    const contentType = reply.headers.get("content-type") ?? "";
    if (!contentType.startsWith(GRPC_WEB_TEXT_TYPE)) return reply;
    const headers = new Headers(toHeaders(reply.headers));
    headers.set("content-type", contentType.replace(GRPC_WEB_TEXT_TYPE, GRPC_WEB_TYPE));
    return {
      status: reply.status,
      headers,
      body: decodeSource(reply.body),
      trailers: undefined,
    };
  }
}
