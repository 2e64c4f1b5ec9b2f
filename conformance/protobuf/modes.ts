import { clone, createRegistry, decode, encode, FileDescriptorSet } from "@seria/seria/reflect";
import type { GeneratedFile, Message, MessageType, Registry } from "@seria/seria/reflect";
import { view } from "@seria/seria/views";
import { descriptorSetPath, generatedModules } from "./generate.ts";

/** A way to come by types and to read binary messages. */
export interface Mode {
  /** The types of the suite. */
  readonly registry: Registry;
  /** Reads a binary message. */
  read(type: MessageType, bytes: Uint8Array): Message;
  /** Gives what is written in place of a message. */
  show(type: MessageType, message: Message): Message;
}

const MODES = {
  /** Generated code. */
  async generated(): Promise<Mode> {
    const files: GeneratedFile[] = [];
    for (const url of await generatedModules()) {
      const module: Record<string, unknown> = await import(url);
      for (const [name, value] of Object.entries(module)) {
        if (name.startsWith("file_")) files.push(value as GeneratedFile);
      }
    }
    return { registry: createRegistry(...files), read: decode, show: itself };
  },

  /** Types that are made at run time from descriptors. */
  async dynamic(): Promise<Mode> {
    const set = decode(FileDescriptorSet, await Deno.readFile(descriptorSetPath()));
    return { registry: createRegistry(set), read: decode, show: itself };
  },

  /**
   * Generated code, by way of views: a binary message is viewed, and each field of the view read;
   * what is written, in any format, is a view again.
   */
  async views(): Promise<Mode> {
    const { registry } = await MODES.generated();
    return {
      registry,
      read: (type, bytes) => clone(type, view(type, bytes)),
      show: (type, message) => view(type, encode(type, message)),
    };
  },
};

function itself(_type: MessageType, message: Message): Message {
  return message;
}

/** The name of a {@linkcode Mode}. */
export type ModeName = keyof typeof MODES;

/** The names of all modes. */
export const MODE_NAMES = Object.keys(MODES) as readonly ModeName[];

/** Whether there is a mode of that name. */
export function isModeName(name: string): name is ModeName {
  return Object.hasOwn(MODES, name);
}

/** Loads the types of a mode. */
export function loadMode(name: ModeName): Promise<Mode> {
  return MODES[name]();
}
