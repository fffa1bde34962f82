/**
 * What went wrong, as a closed list. Whatever it is, the call that needed the state is refused.
 *
 * - `bad_argument`: the caller's mistake
 * - `unsupported`: this better-sqlite3 does not run on this Node
 * - `cannot_open`: the file cannot be created or opened, or cannot have a write-ahead log
 * - `not_a_file`: the path is a link, a folder, a pipe, a device
 * - `not_a_store`: a file that is something else; it was not touched
 * - `newer`: a store that a later version of this package has made
 * - `busy`: others held the file for too long; the next call tries again
 * - `disk`: the disk is full, read-only or failing; nothing was changed, and the next call tries again
 * - `broken`: the file is damaged; the next call opens it anew and looks again
 * - `changed`: somebody renamed, deleted or replaced the file under us; everything is refused until it is opened anew
 * - `too_large`: an amount or a sum that 64 bits do not hold
 * - `closed`: the store was closed
 */
export type StateErrorCode =
  | 'bad_argument'
  | 'unsupported'
  | 'cannot_open'
  | 'not_a_file'
  | 'not_a_store'
  | 'newer'
  | 'busy'
  | 'disk'
  | 'broken'
  | 'changed'
  | 'too_large'
  | 'closed';

/** Every error of this package. The text is for the operator; programs read `code`. */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly code: StateErrorCode;

  constructor(code: StateErrorCode, message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** By how the names of SQLite's result codes begin (sqlite.org/rescode.html). */
const meanings: readonly (readonly [RegExp, StateErrorCode])[] = [
  [/^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/, 'busy'],
  [/^SQLITE_(?:FULL|READONLY|IOERR|NOMEM)/, 'disk'],
  [/^SQLITE_(?:CANTOPEN|PERM|AUTH)/, 'cannot_open'],
];

/** What an error of SQLite or of the operating system means. What nobody expected is damage. */
export function explain(cause: unknown, path: string): StateError {
  if (cause instanceof StateError) return cause;
  const word = wordFor(cause);
  if (cause instanceof Error && cause.message === 'integer overflow')
    return new StateError('too_large', `a sum in \`${path}\` is over 64 bits`, { cause });
  const [, code = 'broken'] = meanings.find(([start]) => start.test(word)) ?? [];
  return new StateError(code, `\`${path}\`: ${word}`, { cause });
}

/** The short name of an error of SQLite or of the system (`SQLITE_FULL`, `EACCES`), else its text. */
export function wordFor(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
