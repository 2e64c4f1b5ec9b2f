import type {
  EnumDescriptor,
  ExtensionDescriptor,
  FileDescriptor,
  MessageDescriptor,
  ServiceDescriptor,
} from "./descriptors.ts";
import type { MessageType } from "./message_type.ts";

/** A file of generated code: its descriptor, built on first use, and the types made from it. */
export interface GeneratedFile {
  /** The descriptor. Built on first use. */
  readonly descriptor: FileDescriptor;
  /** The descriptor of a message, by its full name. */
  message(typeName: string): MessageDescriptor;
  /** The descriptor of an enum, by its full name. */
  enum(typeName: string): EnumDescriptor;
  /** The descriptor of an extension, by its full name. */
  extension(typeName: string): ExtensionDescriptor;
  /** The descriptor of a service, by its full name. */
  service(typeName: string): ServiceDescriptor;
  /** Links a generated type with its descriptor. */
  register(type: MessageType): void;
}
