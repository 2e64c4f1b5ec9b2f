import { decode, encode } from "@seria/seria/reflect";
import { Echo } from "./gen/echo_pb.ts";

const HEADERS = { "content-type": "application/proto" };

/** What a unary call costs at least with fetch: it is decoded, answered and encoded. */
export async function handWritten(request: Request): Promise<Response> {
  const { text } = decode(Echo, await request.bytes());
  return new Response(encode(Echo, { text }) as BodyInit, { headers: HEADERS });
}

/** What a request costs at least on a host: its bytes are sent back. */
export async function bareEcho(request: Request): Promise<Response> {
  return new Response(await request.bytes(), { headers: HEADERS });
}
