import type { Registry } from "@seria/seria/reflect";
import { connect } from "@seria/seria/rpc";
import type { Transport, TransportOptions } from "@seria/seria/rpc";
import { type ClientCompatRequest, Codec, HttpVersion, Protocol } from "./protocol.ts";

const HTTP_CLIENTS = new Map<string, Deno.HttpClient>();

/** A transport over fetch for a call, as the suite wants it. */
export function transportOf(request: ClientCompatRequest, registry: Registry): Transport {
  if (request.protocol !== Protocol.CONNECT) {
    throw new TypeError(`There is no support for protocol ${request.protocol}`);
  }
  const { host, port, codec, messageReceiveLimit, serverTlsCert } = request;
  const client = httpClient(request);
  const options: TransportOptions = {
    fetch: (request) => fetch(request, { client }),
    codec: codec === Codec.JSON ? "json" : "proto",
    registry,
    ...messageReceiveLimit > 0 ? { readMaxBytes: messageReceiveLimit } : {},
  };
  return serverTlsCert.length > 0
    ? connect.tls(`https://${host}:${port}`, options)
    : connect.plaintext(`http://${host}:${port}`, options);
}

/** The HTTP client for a version of HTTP and a server's certificate. */
function httpClient({ httpVersion, serverTlsCert }: ClientCompatRequest): Deno.HttpClient {
  const certificate = new TextDecoder().decode(serverTlsCert);
  const key = `${httpVersion} ${certificate}`;
  let client = HTTP_CLIENTS.get(key);
  if (client === undefined) {
    client = Deno.createHttpClient({
      http1: httpVersion === HttpVersion.HTTP_1,
      http2: httpVersion === HttpVersion.HTTP_2,
      ...certificate === "" ? {} : { caCerts: [certificate] },
    });
    HTTP_CLIENTS.set(key, client);
  }
  return client;
}
