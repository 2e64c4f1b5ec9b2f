import { decode, encode } from "@seria/seria/reflect";
import type { Message, MessageType } from "@seria/seria/reflect";
import { readFrames, writeFrame } from "../frames.ts";
import { isModeName, loadMode, MODE_NAMES } from "./modes.ts";
import type { ConformanceRequest, ConformanceResponse } from "./protocol.ts";
import { respond } from "./respond.ts";

/**
 * The program under test: answers the requests of the upstream conformance runner, one after the
 * other, until its input ends. Its argument is the name of a mode.
 *
 * @module
 */

const name = Deno.args[0] ?? "";
if (!isModeName(name)) throw new TypeError(`The mode must be one of ${MODE_NAMES.join(", ")}`);

const mode = await loadMode(name);
const Request = messageType<ConformanceRequest>("conformance.ConformanceRequest");
const Response = messageType<ConformanceResponse>("conformance.ConformanceResponse");

for await (const frame of readFrames("little-endian")) {
  const response = Response.create();
  response.result = respond(decode(Request, frame), mode);
  writeFrame(encode(Response, response), "little-endian");
}

function messageType<T extends Message>(typeName: string): MessageType<T> {
  const type = mode.registry.message(typeName);
  if (type === undefined) throw new TypeError(`The registry has no ${typeName}`);
  return type as MessageType<T>;
}
