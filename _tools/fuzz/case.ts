import { Random } from "../../reflect/testdata/random_message.ts";

/** The parts of the project that are fuzzed. */
export const TARGET_NAMES = [
  "binary",
  "views",
  "json",
  "text",
  "descriptors",
  "delimited",
] as const;

/** The name of a {@linkcode Target}. */
export type TargetName = typeof TARGET_NAMES[number];

/** An input, and what has to hold for it. */
export interface Case {
  /** What the input is, for people. */
  readonly about: string;
  /** The input. */
  readonly input: Uint8Array | string;
  /** Reads the input and checks all that has to hold; whether it was accepted. */
  run(): boolean | Promise<boolean>;
  /** What must not take more memory than it says. */
  readonly memory?: MemoryCheck;
}

/** Something that reads an input under a limit on memory. */
export interface MemoryCheck {
  /** Reads the input; what it returns is kept, and weighed. */
  read(): unknown;
  /** How many bytes that may take. */
  readonly maxBytes: number;
}

/** A source of cases. */
export interface Target {
  /** Makes a case; always the same for the same state of `random`. */
  next(random: Random): Case;
}

/** The random numbers of a case: each case can be had again without those before it. */
export function randomOf(seed: number, index: number): Random {
  const mixed = new Random(seed ^ Math.imul(index, 0x9e37_79b1));
  return new Random(mixed.bits());
}
