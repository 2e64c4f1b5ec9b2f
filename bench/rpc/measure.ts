/** What is measured: the same thing, done by each of several libraries. */
export interface Subject {
  /** Who does it. */
  readonly library: string;
  /** Does it, so often that it takes a while. */
  readonly run: () => void | Promise<void>;
}

/** A figure. */
export interface Row {
  /** What was done. */
  readonly scenario: string;
  /** By whom. */
  readonly library: string;
  /** What the value counts. */
  readonly unit: string;
  /** The figure. */
  readonly value: number;
}

/** How long a subject runs before it counts, in ms: until the engine has compiled it. */
const WARM_UP_MS = 600;
/** How often each subject is measured. */
const ROUNDS = 15;

/**
 * Measures subjects in turn, round by round, so that what slows the machine down slows them all.
 *
 * @returns The time that a run takes, in ms: of each, the median of all rounds.
 */
export async function measure(subjects: readonly Subject[]): Promise<number[]> {
  for (const { run } of subjects) {
    const start = performance.now();
    while (performance.now() - start < WARM_UP_MS) await run();
  }
  const times = subjects.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, { run }] of subjects.entries()) {
      const start = performance.now();
      await run();
      times[i]!.push(performance.now() - start);
    }
  }
  return times.map(median);
}

/** Returns the value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
