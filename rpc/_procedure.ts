import type { Message, MethodType, ServiceType } from "../reflect/mod.ts";
import type { HandlerContext } from "./context.ts";
import { ConnectError } from "./error.ts";

/** A method of a service, with what answers it. */
export interface Procedure {
  /** The service. */
  readonly service: ServiceType;
  /** The method. */
  readonly method: MethodType;
  /** The user's function, bound to the object it came from. */
  readonly implementation: Implementation | undefined;
}

/** What answers a method: what it takes and what it returns depends on the method's kind. */
export type Implementation = (
  request: Message | AsyncIterable<Message>,
  context: HandlerContext,
) => unknown;

/**
 * Returns what answers a method.
 *
 * @throws {ConnectError} With code `unimplemented`, if there is nothing.
 */
export function implementationOf({ service, method, implementation }: Procedure): Implementation {
  if (implementation !== undefined) return implementation;
  throw new ConnectError(`${service.typeName}/${method.name} is not implemented`, "unimplemented");
}
