import { type Codec, type CodecOptions, protoCodec } from "./codec.ts";
import type { Message, MessageType } from "../reflect/mod.ts";
import { view } from "../views/mod.ts";

/** The codec for the binary format whose messages are read in place. */
export function viewCodec(options: CodecOptions): Codec {
  const { registry: _, ...limits } = options;
  return {
    ...protoCodec(options),
    // A view is what the message is, but for that it may not be changed.
    decode: <T extends Message>(type: MessageType<T>, bytes: Uint8Array) =>
      view(type, bytes, limits) as unknown as T,
  };
}
