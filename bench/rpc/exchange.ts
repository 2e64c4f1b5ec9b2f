import { FieldList, type ServerExchange } from "@seria/seria/http";

/** A request whose body is there, as the HTTP engine has it. What is answered is thrown away. */
export function fakeExchange(request: Request, body: Uint8Array): ServerExchange {
  const headers = new FieldList().append("content-type", request.headers.get("content-type")!);
  let left: Uint8Array | null = body;
  return {
    method: "POST",
    scheme: "http",
    authority: "localhost",
    target: new URL(request.url).pathname,
    headers,
    connection: {
      httpVersion: "2",
      encrypted: false,
      remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 1 },
      peerCertificate: undefined,
    },
    onAbort: undefined,
    trailers: undefined,
    read() {
      const chunk = left;
      left = null;
      return chunk;
    },
    ignoreBody() {},
    respond() {},
    write: () => undefined,
    end() {},
    respondWith() {},
    abort() {},
  };
}
