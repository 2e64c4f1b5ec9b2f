import type { Registry } from "../reflect/mod.ts";
import {
  DEFAULT_RECURSION_LIMIT,
  ELEMENT_BYTES_FACTOR,
  limitOf,
  MIN_ELEMENT_BYTES,
} from "../wire/mod.ts";
import { Fault, type FaultCode, limitFault } from "./fault.ts";

/** The options that the readers of both formats have. */
export interface ReaderOptions {
  ignoreUnknownFields?: boolean;
  registry?: Registry;
  recursionLimit?: number;
  maxElementBytes?: number;
}

/** What the readers of both formats have in common: the registry, depth and memory, and faults. */
export abstract class FormatReader {
  readonly registry: Registry | undefined;
  readonly ignoreUnknown: boolean;
  #depth: number;
  #budget: number;

  /**
   * @param options Options.
   * @param length The length of the text, or `undefined` if it is no text but a value, whose size
   * bounds what can be made of it.
   */
  constructor(options: ReaderOptions, length: number | undefined) {
    this.registry = options.registry;
    this.ignoreUnknown = options.ignoreUnknownFields ?? false;
    this.#depth = limitOf("recursionLimit", options.recursionLimit, DEFAULT_RECURSION_LIMIT);
    this.#budget = limitOf(
      "maxElementBytes",
      options.maxElementBytes,
      length === undefined ? Infinity : Math.max(MIN_ELEMENT_BYTES, ELEMENT_BYTES_FACTOR * length),
    );
  }

  /** Where in the text the reader is, or -1. */
  abstract get offset(): number;

  /** How many messages may still be nested in the current one. */
  get depth(): number {
    return this.#depth;
  }

  /** Enters a message. */
  descend(): void {
    if (--this.#depth < 0) throw limitFault("nested too deep", "recursionLimit", this.offset);
  }

  /** Leaves a message. */
  ascend(): void {
    this.#depth++;
  }

  /**
   * Takes memory from the budget that the whole input shares.
   *
   * @param cost How many bytes.
   */
  charge(cost: number): void {
    this.#budget -= cost;
    if (this.#budget < 0) throw limitFault("too much memory", "maxElementBytes", this.offset);
  }

  /** A failure at a place in the text, by default where the reader is. */
  fault(code: FaultCode, reason: string, offset: number = this.offset): Fault {
    return new Fault(code, reason, offset);
  }

  /** Converts a bigint to a number, for `jstype = JS_NUMBER`. */
  safeInteger(value: unknown, offset: number = this.offset): number {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    const reason = `${value} is above 2^53, and the field has jstype = JS_NUMBER`;
    throw this.fault("value", reason, offset);
  }
}
