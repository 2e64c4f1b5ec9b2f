import { explain } from "./command.ts";

/** How long a program may take to begin, and to answer, in ms. */
const START_TIMEOUT_MS = 20_000;
const ANSWER_TIMEOUT_MS = 120_000;
/** How long it may take to end once its input has, before it is killed. */
const END_TIMEOUT_MS = 2000;

/**
 * A program in a process of its own, which is talked to in lines: it says one when it is ready, and
 * answers each with one. It ends with its input, and so with this process, however that ends.
 */
export class Program implements AsyncDisposable {
  /** What it said when it was ready. */
  readonly hello: string;
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncGenerator<string, void>;

  private constructor(
    process: Deno.ChildProcess,
    lines: AsyncGenerator<string, void>,
    hello: string,
  ) {
    this.#process = process;
    this.#input = process.stdin.getWriter();
    this.#lines = lines;
    this.hello = hello;
  }

  /**
   * Starts a program, and waits until it is ready.
   *
   * @param command The program and its arguments.
   * @param cwd The folder that it runs in.
   * @throws {Error} If it ends, or takes too long.
   */
  static async start([program, ...args]: readonly string[], cwd?: string): Promise<Program> {
    const process = spawn(program!, {
      args,
      ...(cwd === undefined ? {} : { cwd }),
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    });
    const lines = linesOf(process.stdout);
    const hello = await nextLine(process, lines, START_TIMEOUT_MS);
    return new Program(process, lines, hello);
  }

  /**
   * Says a line.
   *
   * @returns The line that it answers with.
   * @throws {Error} If it ends instead, or takes too long.
   */
  async ask(line: string): Promise<string> {
    await this.#input.write(new TextEncoder().encode(`${line}\n`));
    return await nextLine(this.#process, this.#lines, ANSWER_TIMEOUT_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), END_TIMEOUT_MS);
    await this.#input.close().catch(() => {}); // it has ended already
    for await (const _ of this.#lines);
    await this.#process.status;
    clearTimeout(timer);
  }
}

function spawn(program: string, options: Deno.CommandOptions): Deno.ChildProcess {
  try {
    return new Deno.Command(program, options).spawn();
  } catch (error) {
    throw explain(error, program);
  }
}

async function nextLine(
  process: Deno.ChildProcess,
  lines: AsyncGenerator<string, void>,
  timeoutMs: number,
): Promise<string> {
  const timer = setTimeout(() => process.kill("SIGKILL"), timeoutMs);
  const { value } = await lines.next();
  clearTimeout(timer);
  if (typeof value === "string") return value;
  const { code, signal } = await process.status;
  throw new Error(`A program has ended instead of answering: ${signal ?? code}`);
}

/** Splits text into its lines. */
export async function* linesOf(
  text: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string, void> {
  let rest = "";
  for await (const chunk of text.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

/** The other side, in a program: says that it is ready, and answers lines until there are no more. */
export async function answerLines(
  hello: string | number,
  answer: (...words: string[]) => unknown,
): Promise<never> {
  console.log(hello);
  for await (const line of linesOf(Deno.stdin.readable)) {
    console.log(await answer(...line.split(" ")));
  }
  Deno.exit();
}
