import { DelimitedDecoderStream, DelimitedEncoderStream, WireError } from "@seria/seria/wire";
import { assertEquals } from "@std/assert";
import type { Random } from "../../../reflect/testdata/random_message.ts";
import type { Case, Target } from "../case.ts";
import { mutateBytes } from "../inputs/mutate_bytes.ts";
import { repeated, varint } from "../inputs/wire.ts";
import { describe } from "../outcome.ts";

const LIMITS = [undefined, 0, 1, 100, 1 << 16];

/** Streams of messages with their lengths before them. */
export const DELIMITED: Target = {
  next(random): Case {
    const maxMessageBytes = random.pick(LIMITS);
    const options = maxMessageBytes === undefined ? {} : { maxMessageBytes };
    const input = random.once(30)
      ? bomb(random)
      : mutateBytes(random, delimited(random, random.below(6)));
    const cuts = cut(random, input);
    return {
      about: `${cuts.length} chunks, ${JSON.stringify(options)}`,
      input,
      run: async () => {
        const whole = await read([input], options);
        assertEquals(await read(cuts, options), whole, "it matters where chunks are cut");
        if (whole.error === undefined) {
          assertEquals(await write(whole.messages), withShortLengths(whole.messages));
        }
        return whole.error === undefined;
      },
    };
  },
};

interface Result {
  readonly messages: readonly Uint8Array[];
  readonly error?: string;
}

/** All messages up to the end or an error. */
async function read(
  chunks: readonly Uint8Array[],
  options: { maxMessageBytes?: number },
): Promise<Result> {
  const messages: Uint8Array[] = [];
  const stream = ReadableStream.from(chunks).pipeThrough(new DelimitedDecoderStream(options));
  try {
    for await (const message of stream) messages.push(message);
    return { messages };
  } catch (error) {
    return { messages, error: describe(error, [WireError]) };
  }
}

async function write(messages: readonly Uint8Array[]): Promise<Uint8Array> {
  const stream = ReadableStream.from(messages).pipeThrough(new DelimitedEncoderStream());
  return await new Response(stream).bytes();
}

function withShortLengths(messages: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(messages.flatMap((message) => [...varint(message.length), ...message]));
}

function delimited(random: Random, count: number): Uint8Array {
  const bytes = Array.from({ length: count }, () => {
    const length = random.pick([0, 1, 5, 127, 128, random.below(3000)]);
    return [...varint(length, random.pick([1, 1, 1, 5])), ...repeated([random.below(256)], length)]
      .slice(0, length + 5);
  });
  return Uint8Array.from(bytes.flat());
}

function bomb(random: Random): Uint8Array {
  return random.pick([
    () => repeated([0], 1 << 12),
    () => repeated([0x80], 1 << 12),
    () => Uint8Array.from([...varint(random.pick([2 ** 26, 2 ** 31 - 1, 2 ** 31, 2 ** 35])), 1, 2]),
    () => repeated([1, 65], 1 << 12),
  ])();
}

/** Cuts the input into chunks, some of them empty. */
function cut(random: Random, input: Uint8Array): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  const step = random.pick([2, 10, 1000]);
  for (let at = 0; at < input.length;) {
    const end = at + random.below(step + 1);
    chunks.push(input.subarray(at, end));
    at = end;
  }
  return chunks;
}
