import type { TargetName } from "./case.ts";

/** What the child is to do: its only argument, as JSON. */
export interface Job {
  readonly target: TargetName;
  readonly seed: number;
  /** The first case. */
  readonly first: number;
  /** How many cases; as many as there is time for if it is not there. */
  readonly count?: number;
  /** How long, in milliseconds. */
  readonly milliseconds: number;
  /** Only make the first case, and do not run it. */
  readonly describe?: boolean;
  /** Where the child leaves the number of the case that it is at. */
  readonly stateFile: string;
}

/** How far the child is. */
export interface Progress {
  readonly cases: number;
  readonly accepted: number;
  readonly slowest: readonly Slow[];
  /** The most memory that a case took, for each byte that it might take. */
  readonly memory: number;
}

/** A case that took long. */
export interface Slow {
  readonly index: number;
  readonly milliseconds: number;
  readonly about: string;
  readonly length: number;
}

/** A case that something is wrong with. */
export interface Failure {
  readonly index: number;
  readonly about: string;
  /** The input: bytes in hexadecimal, or text as a JSON string. */
  readonly input: string;
  readonly error: string;
}

/** A line that the child writes, as JSON. */
export type Message =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "failure"; readonly failure: Failure };
