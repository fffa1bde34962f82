/**
 * What went wrong, as a closed list.
 *
 * - `bad_argument`: the caller's mistake in an option
 * - `bad_entry`: an entry that format v1 cannot hold; nothing was written
 * - `cannot_open`: the file or its folder cannot be created, opened or read
 * - `not_a_file`: the path is a link, a folder, a pipe, a device
 * - `not_a_log`: a file that is something else; it was not touched
 * - `broken`: a whole record does not verify; nothing is appended to such a log
 * - `locked`: a live process writes this log
 * - `no_lock`: this machine offers no way to lock it
 * - `not_written`: the write failed and was undone; the next entry tries again
 * - `not_synced`: the disk did not confirm, not even when all of it was written again; the next entry tries again
 * - `changed`: somebody renamed, deleted, replaced or cut the file under us; everything is refused until it is opened anew
 * - `closed`: the log was closed
 */
export type AuditErrorCode =
  | 'bad_argument'
  | 'bad_entry'
  | 'cannot_open'
  | 'not_a_file'
  | 'not_a_log'
  | 'broken'
  | 'locked'
  | 'no_lock'
  | 'not_written'
  | 'not_synced'
  | 'changed'
  | 'closed';

/** Every error of this package. The text is for the operator; programs read `code`. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
  readonly code: AuditErrorCode;

  constructor(code: AuditErrorCode, message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** An error of the operating system, whose `code` is its short name (`ENOSPC`). */
export function isSystemError(cause: unknown): cause is Error & { readonly code: string } {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string';
}

/** The short name of an operating system's error, else its text. */
export function wordFor(cause: unknown): string {
  if (isSystemError(cause)) return cause.code;
  return cause instanceof Error ? cause.message : String(cause);
}
