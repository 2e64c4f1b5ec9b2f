/** A figure: one of those of a scenario. */
export interface Figure {
  /** By whom. */
  readonly library: string;
  /** What the value counts. */
  readonly unit: string;
  /** The figure. */
  readonly value: number;
}

/** A figure, and what it is of: a line of the results. */
export interface Row extends Figure {
  /** What was done. */
  readonly scenario: string;
}

/** How much is measured. */
export interface Effort {
  /** Whether it may take little time, for a first look. */
  readonly quick: boolean;
}

/** Something that several libraries do. */
export interface Scenario {
  /** What it is. */
  readonly name: string;
  /** Measures it: the figures of all libraries, ours first. */
  run(effort: Effort): Promise<Figure[]>;
}

/** What is measured in this process: the same thing, done by each of several libraries. */
export interface Subject {
  /** Who does it. */
  readonly library: string;
  /** Does it, so often that it takes a while. */
  readonly run: () => void | Promise<void>;
}

/** How long a subject runs before it counts, in ms: until the engine has compiled it. */
const WARM_UP_MS = 600;
/** How often each subject is measured. */
const ROUNDS = 15;
const QUICK_ROUNDS = 5;

/**
 * Measures subjects in turn.
 *
 * @returns The time that a run takes, in ms: of each, the median of all rounds.
 */
export async function measure(subjects: readonly Subject[], { quick }: Effort): Promise<number[]> {
  for (const { run } of subjects) {
    const start = performance.now();
    while (performance.now() - start < WARM_UP_MS) await run();
  }
  return await takeTurns(quick ? QUICK_ROUNDS : ROUNDS, subjects, async ({ run }) => {
    const start = performance.now();
    await run();
    return performance.now() - start;
  });
}

/**
 * Has subjects take turns, round by round, so that what slows the machine down slows them all.
 *
 * @returns Of each, the median of all rounds.
 */
export async function takeTurns<T>(
  rounds: number,
  subjects: readonly T[],
  run: (subject: T) => Promise<number>,
): Promise<number[]> {
  const values = subjects.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    for (const [i, subject] of subjects.entries()) values[i]!.push(await run(subject));
  }
  return values.map(median);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
