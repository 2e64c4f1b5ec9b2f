// What the programs have in common: see `Program` in ../program.ts.
import { createInterface } from "node:readline";

/** A text of 64 bytes. */
export const TEXT = "0123456789abcdef".repeat(4);

/** Says that it is ready, and answers lines until there are no more. */
export async function answerLines(hello, answer) {
  console.log(hello);
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(await answer(...line.split(" ")));
  }
  process.exit();
}
