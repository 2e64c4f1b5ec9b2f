import { commentsOf, type Descriptor, type FileDescriptor } from "../reflect/mod.ts";

/**
 * The comment on a declaration: what stands before it, and what trails it.
 *
 * @param descriptor Anything but a file.
 * @returns The text without comment marks, or `""`.
 */
export function commentOf(descriptor: Exclude<Descriptor, FileDescriptor>): string {
  const { leading, trailing } = commentsOf(descriptor);
  return [leading, trailing].map((part) => part.trim()).filter((part) => part !== "").join("\n\n");
}

/** The comments before the `syntax` or `edition` line, which are about the file. */
export function fileComment(file: FileDescriptor): string {
  const { detached, leading } = commentsOf(file);
  return [...detached, leading].join("\n").trim();
}

/**
 * Formats a doc comment.
 *
 * @param text What it says; from a `.proto` file, so it may hold anything.
 * @param tags Lines that follow: `@deprecated`, `@generated …`.
 * @returns The comment's lines.
 */
export function docComment(text: string, tags: readonly string[] = []): string[] {
  const lines = tame(text);
  if (lines.length > 0 && tags.length > 0) lines.push("");
  lines.push(...tags);
  if (lines.length === 0) return [];
  if (lines.length === 1) return [`/** ${lines[0]} */`];
  return ["/**", ...lines.map((line) => line === "" ? " *" : ` * ${line}`), " */"];
}

/** The start or end of a code block, in lists and quotes as well: prefix, marks, language. */
const FENCE = /^((?:[\s>*+-]|\d+[.)])*)(`{3,}|~{3,})\s*([^`\s]*)[^`]*$/;

/** Takes out what would end the comment, be run as an example, or be read as a tag. */
function tame(text: string): string[] {
  /** The marks that the code block began with. */
  let block: string | undefined;
  const lines = text.replace(/\n\s*\n(\s*\n)+/g, "\n\n").split(/\r\n|[\n\r\u2028\u2029]/).map(
    (raw) => {
      const line = raw.replace(/^ /, "").trimEnd().replaceAll("*/", "*\\/");
      const [, prefix, marks, language] = FENCE.exec(line) ?? [];
      if (block === undefined && marks !== undefined) {
        block = marks;
        return `${prefix}${marks.slice(0, 3)}${language || "text"} ignore`;
      }
      if (block !== undefined && marks?.startsWith(block) && language === "") {
        block = undefined;
        return `${prefix}${marks.slice(0, 3)}`;
      }
      const plain = withoutFences(line);
      return block === undefined ? plain.replace(/^(\s*)@/, "$1\\@") : plain;
    },
  );
  if (block !== undefined) lines.push(block.slice(0, 3));
  while (lines[0] === "") lines.shift();
  while (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Escapes backticks that `deno test --doc` would take for a fence: it looks for them anywhere. */
function withoutFences(line: string): string {
  return line.replace(/`{3,}/g, (marks) => marks.replaceAll("`", "\\`"));
}
