/** Whether a pattern is found anywhere in a text; undefined where the text is too long for it. */
export type Pattern = (text: string) => boolean | undefined;

/** What is wrong with a pattern, for behind its place, and at which UTF-16 unit of it. */
export interface PatternMistake {
  readonly mistake: string;
  readonly at: number;
}

export type CompilePattern = (source: string) => Pattern | PatternMistake;

/** The engine takes 15 ms to load: programs whose policies have no pattern do without. */
export async function loadPatterns(): Promise<CompilePattern> {
  const { compilePattern } = await import('./pattern.js');
  return compilePattern;
}
