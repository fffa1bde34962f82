import { spawn } from 'node:child_process';
import { AuditError, wordFor } from './error.js';

/** What `flock -n` says when somebody else holds the lock. */
const HELD = 1;

/** Longest time, in milliseconds, for a command that does one system call. */
const PATIENCE = 10_000;

/**
 * Takes the kernel's lock on the open file behind `fd`, without waiting; false where there is no command for it. Node has
 * no flock(2), but the lock belongs to the open file and not to the process that asked, so util-linux's `flock` can take it
 * on our descriptor. It is free at once when the descriptor is closed, however the process died; children do not inherit
 * the descriptor. Rejects with `locked` or `no_lock`.
 */
export async function flock(fd: number, path: string): Promise<boolean> {
  const status = await run(fd, path);
  if (status === 'no command') return false;
  if (status === HELD) throw new AuditError('locked', `audit log \`${path}\` is in use by another process`);
  if (status !== 0)
    throw new AuditError('no_lock', `cannot lock audit log \`${path}\`: \`flock\` ended with ${status}`);
  return true;
}

function run(fd: number, path: string): Promise<number | string> {
  return new Promise((resolve, reject) => {
    const { PATH } = process.env;
    // Nothing of the environment but the way to the command: it may hold secrets.
    const child = spawn('flock', ['-n', '-x', '3'], {
      stdio: ['ignore', 'ignore', 'ignore', fd],
      env: { PATH },
      timeout: PATIENCE,
    });
    child.once('error', (cause) => {
      const word = wordFor(cause);
      if (word === 'ENOENT' || word === 'EACCES') resolve('no command');
      else reject(new AuditError('no_lock', `cannot lock audit log \`${path}\`: \`flock\`: ${word}`, { cause }));
    });
    child.once('close', (status, signal) => resolve(status ?? signal ?? 'no status'));
  });
}
