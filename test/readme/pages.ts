import { listFiles, readText } from '../architecture/workspace.js';

/** A fenced block of a page. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** Every page that people read. */
export const pages: readonly string[] = listFiles().filter(
  (path) => /\.md$/.test(path) && !/^\.changeset\/|CHANGELOG/.test(path),
);

const fence = /^```(\w+)\n([\s\S]*?)^```$/gm;

function blocksOf(page: string): Block[] {
  const text = readText(page);
  return [...text.matchAll(fence)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    language: match[1] as string,
    text: match[2] as string,
  }));
}

/** The blocks of one language of all pages, each with a name for a test's title. */
export function blocksIn(language: string): (readonly [string, Block])[] {
  return pages
    .flatMap(blocksOf)
    .filter((block) => block.language === language)
    .map((block) => [`${block.page}:${block.line}`, block] as const);
}

export interface Command {
  readonly page: string;
  readonly text: string;
}

/** Commands of shell blocks, one a line, without what follows a `#`. */
export function commandsOf(blocks: readonly Block[]): Command[] {
  return blocks.flatMap(({ page, text }) =>
    text
      .replaceAll('\\\n', ' ')
      .split('\n')
      .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
      .filter((line) => line !== '')
      .map((line) => ({ page, text: line })),
  );
}
