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

/** Takes out what would end the comment, be run as an example, or be read as a tag. */
function tame(text: string): string[] {
  let fenced = false;
  const lines = text.replace(/\n\s*\n(\s*\n)+/g, "\n\n").split(/\r\n|[\n\r\u2028\u2029]/).map(
    (raw) => {
      const line = raw.replace(/^ /, "").trimEnd().replaceAll("*/", "*\\/");
      const fence = /^(\s*)(```+|~~~+)\s*(\S*)/.exec(line);
      if (fence === null) return fenced ? line : line.replace(/^(\s*)@/, "$1\\@");
      fenced = !fenced;
      return fenced ? `${fence[1]}${fence[2]}${fence[3] || "text"} ignore` : line;
    },
  );
  if (fenced) lines.push("```");
  while (lines[0] === "") lines.shift();
  while (lines.at(-1) === "") lines.pop();
  return lines;
}
