import type { Case } from "./case.ts";

/** How long a case may take, in milliseconds. */
export const MAX_MILLISECONDS = 3000;

/** What became of a case. */
export interface CaseResult {
  /** Whether the input was accepted. */
  readonly accepted: boolean;
  /** How long it took, in milliseconds. */
  readonly milliseconds: number;
  /** How much memory it took for each byte that it may take; only if that was measured. */
  readonly memory?: number;
}

declare const gc: (() => void) | undefined;

/**
 * Runs a case.
 *
 * @throws {Error} If something that has to hold does not.
 */
export async function runCase(each: Case): Promise<CaseResult> {
  const start = performance.now();
  const accepted = await each.run();
  const milliseconds = performance.now() - start;
  if (milliseconds > MAX_MILLISECONDS) {
    throw new Error(`It takes ${Math.round(milliseconds)} ms`);
  }
  return { accepted, milliseconds, ...weigh(each) };
}

/** Weighs what the case reads; only where the program was started with `--expose-gc`. */
function weigh({ memory }: Case): { memory?: number } {
  if (memory === undefined || typeof gc === "undefined") return {};
  gc();
  const before = used();
  const held = memory.read();
  gc();
  const bytes = used() - before;
  if (bytes > memory.maxBytes) {
    throw new Error(`It takes ${bytes} bytes of memory, and may take ${memory.maxBytes}`);
  }
  return held === undefined ? {} : { memory: bytes / memory.maxBytes };
}

function used(): number {
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}
