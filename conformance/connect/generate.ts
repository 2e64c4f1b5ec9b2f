import { main as gen } from "@seria/seria/gen";
import { createRegistry } from "@seria/seria/reflect";
import type { GeneratedFile, Message, MessageType, Registry } from "@seria/seria/reflect";
import { pathToFileURL } from "node:url";
import { cachePath, exists, removeAll } from "../cache.ts";
import { protoFolder } from "./module.ts";
import type { ConformanceService } from "./protocol.ts";

const GENERATED = cachePath("connect-gen");
const PACKAGE = "connectrpc/conformance/v1";
const FILES = ["service", "server_compat", "client_compat"];

/**
 * Makes code from the suite's `.proto` files, in the cache.
 *
 * @throws {Error} If they do not compile.
 */
export async function generate(): Promise<void> {
  const folder = await protoFolder();
  await removeAll(GENERATED);
  const code = await gen([folder, "--out", GENERATED]);
  if (code !== 0) throw new Error("Cannot generate code from the suite's protos");
}

/** The URLs of the generated modules. */
export function generatedModules(): string[] {
  return FILES.map((name) => pathToFileURL(`${GENERATED}/${PACKAGE}/${name}_pb.ts`).href);
}

/** What the programs under test need of the generated code. */
export interface Generated {
  /** All types. */
  readonly registry: Registry;
  /** The service. */
  readonly service: ConformanceService;
  /** A message type of the suite. */
  type<T extends Message>(name: string): MessageType<T>;
}

/**
 * Loads the generated code.
 *
 * @throws {Error} If {@linkcode generate} has not been called before.
 */
export async function loadGenerated(): Promise<Generated> {
  if (!await exists(GENERATED)) throw new Error("Cannot load generated code: run main.ts first");
  const files: GeneratedFile[] = [];
  let service: unknown;
  for (const url of generatedModules()) {
    const module: Record<string, unknown> = await import(url);
    service ??= module["ConformanceService"];
    for (const [name, value] of Object.entries(module)) {
      if (name.startsWith("file_")) files.push(value as GeneratedFile);
    }
  }
  const registry = createRegistry(...files);
  return {
    registry,
    service: service as ConformanceService,
    type<T extends Message>(name: string): MessageType<T> {
      const type = registry.message(`connectrpc.conformance.v1.${name}`);
      if (type === undefined) throw new TypeError(`The suite has no ${name}`);
      return type as unknown as MessageType<T>;
    },
  };
}
