import { create, encode, FileDescriptorSet } from "@seria/seria/reflect";
import { EchoService } from "./gen/echo_pb.ts";

const { proto } = EchoService.descriptor.file;

/** The service's file as a `FileDescriptorSet`, which other libraries make the service of. */
export const DESCRIPTORS: Uint8Array = encode(
  FileDescriptorSet,
  create(FileDescriptorSet, { file: [proto] }),
);
