/** Where a server listens. The names are those of `Deno.serve()`, as far as it has them. */
export interface ListenOptions {
  /** The TCP port; 0 for any. Default 8000. */
  readonly port?: number;
  /** The address or name to listen on. Default `"0.0.0.0"`: all addresses of IPv4. */
  readonly hostname?: string;
  /** The path of a Unix socket, instead of a port. */
  readonly path?: string;
  /** Whether several processes may listen on the port, to share its connections. Default `false`. */
  readonly reusePort?: boolean;
  /** How many connections may wait to be accepted. Default 511. */
  readonly tcpBacklog?: number;
  /** The chain of certificates in PEM, for TLS. */
  readonly cert?: string;
  /** The private key in PEM, for TLS. */
  readonly key?: string;
  /** The certificates in PEM of those who sign clients' certificates: clients are asked for one. */
  readonly clientCa?: string;
  /**
   * What is done about clients without a certificate: with `"require"`, the default if there is
   * `clientCa`, they are refused. With `"request"` they are served, and those who show one that was
   * not signed by `clientCa` are refused.
   */
  readonly clientCertificate?: "require" | "request";
}
