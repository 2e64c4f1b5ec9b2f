/** The file that has the descriptors of all files, in the output folder. */
export const DESCRIPTORS = "descriptors.binpb";

/** Runs a step, and prints how long it took. */
export async function timed<T>(title: string, run: () => T | Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await run();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${title.padEnd(34)} ${seconds.padStart(7)} s`);
  return result;
}
