import { type ClientConfig, clientConfig } from "./_client_config.ts";
import type { TransportFactory } from "./connect.ts";
import { interceptTransport } from "./_intercept.ts";
import type { Transport } from "./transport.ts";
import type { TransportOptions } from "./transport_options.ts";

/** Makes what users make the transports of a protocol with. */
export function transportFactory(protocol: (config: ClientConfig) => Transport): TransportFactory {
  function transport(scheme: "http:" | "https:", url: string | URL, options: TransportOptions) {
    return interceptTransport(
      protocol(clientConfig(url, scheme, options)),
      options.interceptors ?? [],
    );
  }
  return {
    plaintext: (url, options = {}) => transport("http:", url, options),
    tls: (url, options = {}) => transport("https:", url, options),
  };
}
