import { type Claim, claimOf, isOver } from './claim.js';
import { AuditError, wordFor } from './error.js';
import { flock } from './flock.js';
import { type Hold, holdFile } from './lock-file.js';

export type { Hold } from './lock-file.js';

/**
 * Makes this process the only one that writes the log behind `fd`, without waiting. Two locks, because none does
 * everywhere: the kernel's, where there is a command to take it, and a lock file, which tells those who have no such
 * command. The kernel's word counts more: a lock file whose writer had the kernel's lock is out of date when that lock is
 * ours, wherever that writer ran. Rejects with `locked` or `no_lock`.
 */
export async function lock(fd: number, path: string): Promise<Hold> {
  const hasFlock = await flock(fd, path);
  const own = claimOf(process.pid, hasFlock);
  // A claim without the kernel's lock is on disk before anybody sees it; one that cannot be read never was such a claim.
  const isPast = (claim: Claim | undefined): boolean =>
    claim === undefined ? hasFlock : (hasFlock && claim.flock) || isOver(claim);
  let hold: Hold | undefined;
  try {
    hold = holdFile(`${path}.lock`, own, isPast);
  } catch (cause) {
    // Somebody without the command could not write a lock file here either, so the kernel's lock is enough.
    if (hasFlock) return kernelHold;
    const text = `cannot lock audit log \`${path}\`: no command \`flock\` (util-linux), and no lock file: ${wordFor(cause)}`;
    throw new AuditError('no_lock', text, { cause });
  }
  if (hold === undefined) {
    throw new AuditError('locked', `audit log \`${path}\` is in use by another process, says \`${path}.lock\``);
  }
  return hasFlock ? { ...kernelHold, release: hold.release } : hold;
}

/** Held until the descriptor is closed, however the process dies. */
const kernelHold: Hold = Object.freeze({ isHeld: () => true, release: () => undefined });
