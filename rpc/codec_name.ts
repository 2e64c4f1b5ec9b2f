/** How messages become bytes: in the binary format or as ProtoJSON. */
export type CodecName = "proto" | "json";
