import type { Registry } from "../reflect/mod.ts";
import { DEFAULT_RECURSION_LIMIT, limitOf } from "../wire/mod.ts";
import { Fault, type FaultCode, limitFault } from "./fault.ts";
import { describe } from "./quote.ts";

/** The options that the writers of both formats have. */
export interface WriterOptions {
  registry?: Registry;
  recursionLimit?: number;
}

/** What the writers of both formats have in common: the registry, the depth, and faults. */
export class FormatWriter {
  readonly registry: Registry | undefined;
  #depth: number;

  constructor(options: WriterOptions) {
    this.registry = options.registry;
    this.#depth = limitOf("recursionLimit", options.recursionLimit, DEFAULT_RECURSION_LIMIT);
  }

  /** How many messages may still be nested in the current one. */
  get depth(): number {
    return this.#depth;
  }

  /** Enters a message. */
  descend(): void {
    if (--this.#depth < 0) throw limitFault("nested too deep, or in a circle", "recursionLimit");
  }

  /** Leaves a message. */
  ascend(): void {
    this.#depth++;
  }

  /**
   * Leaves messages that were entered.
   *
   * @param depth What {@linkcode depth} was before.
   */
  ascendTo(depth: number): void {
    this.#depth = depth;
  }

  /** A failure. */
  fault(code: FaultCode, reason: string): Fault {
    return new Fault(code, reason);
  }

  /** A failure for a value that its type cannot hold. */
  wrongValue(expected: string, value: unknown): Fault {
    return this.fault("value", `expected ${expected}, not ${describe(value)}`);
  }
}
