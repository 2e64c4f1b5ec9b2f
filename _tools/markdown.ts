/** A fenced block. */
export interface Block {
  readonly language: string;
  /** What comes after the language: `ignore`. */
  readonly marks: readonly string[];
  readonly text: string;
  /** The file that the text says it is. */
  readonly file: string | undefined;
}

/** The blocks of a Markdown text; a block is a file if the line before it ends in "`name`:". */
export function blocksOf(markdown: string): Block[] {
  const fence = /([^\n]*)\n\n?```(\w+)([^\n]*)\n(.*?)\n```/gs;
  return [...markdown.matchAll(fence)].map(([, before, language, marks, text]) => ({
    language: language!,
    marks: marks!.trim().split(/\s+/),
    text: `${text}\n`,
    file: /`([\w/]+\.\w+)`(?:,[^`]*`[^`]*`)?:$/.exec(before!)?.[1],
  }));
}
