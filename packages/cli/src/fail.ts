/** Exit codes that scripts rely on. */
export const exit = { done: 0, no: 1, usage: 2 } as const;

/** Something that the person at the keyboard can mend. Its message is printed as one line, with no trace. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;
  constructor(message: string, exitCode: number = exit.usage, options?: { cause?: unknown }) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

const words: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'not permitted'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'a part of its path is no folder'],
  ['EMFILE', 'too many open files'],
]);

/** What went wrong, for people: a system error by its word and code, another by its message. Never its stack. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as Error & { code?: unknown };
  const word = typeof code === 'string' ? words.get(code) : undefined;
  return word === undefined ? error.message : `${word} (${String(code)})`;
}
