import { decode, type DecodeOptions, equals, type MessageType } from "@seria/seria";
import type { Dataset } from "./datasets.ts";
import { jsonTexts } from "./operations.ts";
import { OURS } from "./setup.ts";
import type { Candidate } from "./setup.ts";

const DROPPED: DecodeOptions = { keepUnknownFields: false };

/**
 * Checks that the libraries do the same work, before any of it is timed: what each writes of what
 * it read must be the same message to us. What a library drops by design is left out of it.
 *
 * @param dataset The data set.
 * @param candidates The libraries.
 * @param type Our type.
 * @returns What is not as it should be, for the report.
 */
export function check(
  { payloads }: Dataset,
  candidates: readonly Candidate[],
  type: MessageType,
): string[] {
  const complaints: string[] = [];
  const texts = jsonTexts(candidates[0]!);
  for (const { library, subject, messages, accessors } of candidates) {
    const options: DecodeOptions = library.keepsUnknown ? {} : { keepUnknownFields: false };
    const wrong = payloads.filter((bytes, i) => {
      const written = decode(type, subject.encode(messages[i]), options);
      if (!equals(type, written, decode(type, bytes, options))) return true;
      // A literal has no unknown fields.
      const built = subject.encode(
        subject.create(accessors.build(messages[i])),
      );
      return !equals(
        type,
        decode(type, built, DROPPED),
        decode(type, bytes, DROPPED),
      );
    });
    const { fromJson } = subject;
    const misread = fromJson === undefined ? [] : payloads.filter((bytes, i) => {
      const read = decode(type, subject.encode(fromJson(texts[i]!)), DROPPED);
      return !equals(type, read, decode(type, bytes, DROPPED));
    });
    for (const [what, changed] of [["messages", wrong], ["messages in JSON", misread]] as const) {
      if (changed.length === 0) continue;
      const complaint = `${library.name} changes ${changed.length} of ${payloads.length} ${what}`;
      if (library.name === OURS) throw new Error(complaint);
      complaints.push(complaint);
    }
  }
  return complaints;
}

/** Whether a library's decoded `bytes` are its input's memory rather than copies. */
export function aliases({ subject }: Candidate, bytes: Uint8Array): boolean {
  const found = findBytes(subject.decode(bytes));
  return found !== undefined && found.buffer === bytes.buffer;
}

function findBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value.length > 0 ? value : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (
    const item of value instanceof Map ? value.values() : Object.values(value)
  ) {
    const found = findBytes(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
