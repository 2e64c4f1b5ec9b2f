/** Another implementation: a program that serves and calls. */
export interface Peer {
  /** How it is run; `server` or `client URL` is added. Relative to the folder of the programs. */
  readonly command: readonly [string, ...string[]];
}

/** The others, by their names. */
export const PEERS: Readonly<Record<string, Peer>> = {
  "@grpc/grpc-js": { command: ["node", "grpc_js.js"] },
  "@connectrpc/connect-node": { command: ["node", "connect_node.js"] },
  "google.golang.org/grpc": { command: ["./grpc_go"] },
};
