import type { Registry } from "@seria/seria/reflect";
import { connect, grpcWeb } from "@seria/seria/rpc";
import type { Transport, TransportFactory, TransportOptions } from "@seria/seria/rpc";
import { compressionName, COMPRESSIONS } from "./compressions.ts";
import { type ClientCompatRequest, Codec, HttpVersion, Protocol } from "./protocol.ts";

const FACTORIES: Readonly<Record<number, TransportFactory>> = {
  [Protocol.CONNECT]: connect,
  [Protocol.GRPC_WEB]: grpcWeb,
};

const HTTP_CLIENTS = new Map<string, Deno.HttpClient>();

/** A transport over fetch for a call, as the suite wants it. */
export function transportOf(request: ClientCompatRequest, registry: Registry): Transport {
  const factory = FACTORIES[request.protocol];
  if (factory === undefined) {
    throw new TypeError(`There is no support for protocol ${request.protocol}`);
  }
  const { host, port, codec, compression, messageReceiveLimit, serverTlsCert } = request;
  const client = httpClient(request);
  const options: TransportOptions = {
    fetch: (request) => fetch(request, { client }),
    codec: codec === Codec.JSON ? "json" : "proto",
    registry,
    compressions: COMPRESSIONS,
    sendCompression: compressionName(compression),
    compressMinBytes: 0,
    useGet: request.useGetHttpMethod,
    ...messageReceiveLimit > 0 ? { readMaxBytes: messageReceiveLimit } : {},
  };
  return serverTlsCert.length > 0
    ? factory.tls(`https://${host}:${port}`, options)
    : factory.plaintext(`http://${host}:${port}`, options);
}

/** The HTTP client for a version of HTTP and certificates. */
function httpClient(request: ClientCompatRequest): Deno.HttpClient {
  const { httpVersion, serverTlsCert, clientTlsCreds } = request;
  const decoder = new TextDecoder();
  const certificate = decoder.decode(serverTlsCert);
  const own = clientTlsCreds === undefined
    ? {}
    : { cert: decoder.decode(clientTlsCreds.cert), key: decoder.decode(clientTlsCreds.key) };
  const key = JSON.stringify([httpVersion, certificate, own]);
  let client = HTTP_CLIENTS.get(key);
  if (client === undefined) {
    client = Deno.createHttpClient({
      http1: httpVersion === HttpVersion.HTTP_1,
      http2: httpVersion === HttpVersion.HTTP_2,
      ...certificate === "" ? {} : { caCerts: [certificate] },
      ...own,
    });
    HTTP_CLIENTS.set(key, client);
  }
  return client;
}
