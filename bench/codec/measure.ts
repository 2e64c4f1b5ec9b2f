/** Something to be timed. */
export interface Task {
  /** Whose it is. */
  readonly library: string;
  /** Does the work once. What it returns is kept until the next time, so that it is not left out. */
  run(): unknown;
}

/** How long to time. */
export interface Effort {
  /** How often each task is timed, all in turn. */
  readonly rounds: number;
  /** How long each of these times is at least, in ms. */
  readonly sampleMs: number;
  /** How long each task runs before, for the sake of the compiler, in ms. */
  readonly warmUpMs: number;
}

/** Keeps results alive. */
export let sink: unknown;

/**
 * Times tasks in turn, several rounds, so that a slow moment of the machine hits all of them.
 *
 * @param tasks The tasks.
 * @param effort How long.
 * @returns For each task, the median time of one run in ms.
 */
export function measure(tasks: readonly Task[], effort: Effort): number[] {
  const runs = tasks.map((task) => {
    const warm = timed(task, 1);
    let count = 1;
    let spent = warm;
    while (spent < effort.warmUpMs) {
      const more = timed(task, count);
      spent += more;
      if (more < effort.sampleMs) count *= 2;
    }
    // The last time was near the length of a sample: the compiler has had its turn.
    return Math.max(
      1,
      Math.round(count * effort.sampleMs / Math.max(timed(task, count), 1e-3)),
    );
  });
  const times: number[][] = tasks.map(() => []);
  for (let round = 0; round < effort.rounds; round++) {
    for (let i = 0; i < tasks.length; i++) {
      const at = (i + round) % tasks.length;
      times[at]!.push(timed(tasks[at]!, runs[at]!) / runs[at]!);
    }
  }
  return times.map(median);
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function timed(task: Task, runs: number): number {
  const start = performance.now();
  for (let i = 0; i < runs; i++) sink = task.run();
  return performance.now() - start;
}
