import type { Registry } from "@seria/seria/reflect";
import { grpc, http2Client } from "@seria/seria/grpc";
import { connect, grpcWeb, jsonCodec, protoCodec } from "@seria/seria/rpc";
import type { Transport, TransportFactory, TransportOptions } from "@seria/seria/rpc";
import { compressionName, COMPRESSIONS } from "./compressions.ts";
import { type ClientCompatRequest, Codec, HttpVersion, Protocol } from "./protocol.ts";

const FACTORIES: Readonly<Record<number, TransportFactory>> = {
  [Protocol.CONNECT]: connect,
  [Protocol.GRPC]: grpc,
  [Protocol.GRPC_WEB]: grpcWeb,
};

/** What makes the HTTP requests. */
export type HttpEngine = "fetch" | "http2";

const CLIENTS = new Map<string, Pick<TransportOptions, "fetch" | "http">>();

/** A transport for a call, as the suite wants it. */
export function transportOf(
  request: ClientCompatRequest,
  registry: Registry,
  engine: HttpEngine,
): Transport {
  const factory = FACTORIES[request.protocol];
  if (factory === undefined) {
    throw new TypeError(`There is no support for protocol ${request.protocol}`);
  }
  const { host, port, codec, compression, messageReceiveLimit, serverTlsCert } = request;
  const options: TransportOptions = {
    ...clientOf(request, engine),
    codec: codec === Codec.JSON ? jsonCodec : protoCodec,
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

/** What makes the requests in a version of HTTP, with certificates. */
function clientOf(
  { httpVersion, serverTlsCert, clientTlsCreds }: ClientCompatRequest,
  engine: HttpEngine,
): Pick<TransportOptions, "fetch" | "http"> {
  const decoder = new TextDecoder();
  const certificate = decoder.decode(serverTlsCert);
  const tls = {
    ...certificate === "" ? {} : { caCerts: [certificate] },
    ...clientTlsCreds === undefined
      ? {}
      : { cert: decoder.decode(clientTlsCreds.cert), key: decoder.decode(clientTlsCreds.key) },
  };
  const key = JSON.stringify([httpVersion, tls]);
  let client = CLIENTS.get(key);
  if (client === undefined) {
    // The engine's client has HTTP/2 alone.
    client = engine === "http2" && httpVersion === HttpVersion.HTTP_2
      ? { http: http2Client(tls) }
      : fetchWith({
        http1: httpVersion === HttpVersion.HTTP_1,
        http2: httpVersion === HttpVersion.HTTP_2,
        ...tls,
      });
    CLIENTS.set(key, client);
  }
  return client;
}

function fetchWith(options: Deno.CreateHttpClientOptions): Pick<TransportOptions, "fetch"> {
  const client = Deno.createHttpClient(options);
  return { fetch: (request) => fetch(request, { client }) };
}
