import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isSystemError } from './error.js';

/** Who says that he writes a log. A process is known by its id and its start, where ids of processes mean the same. */
export interface Claim {
  readonly pid: number;
  /** In clock ticks since the machine started; empty where there is no /proc. */
  readonly start: string;
  readonly host: string;
  /** One run of the machine. */
  readonly boot: string;
  /** The namespace of process ids. */
  readonly space: string;
  /** Has the kernel's lock too. */
  readonly flock: boolean;
}

export function claimOf(pid: number, flock: boolean): Claim {
  const boot = orEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim());
  const space = orEmpty(() => readlinkSync('/proc/self/ns/pid'));
  return { pid, start: startOf(pid), host: hostname(), boot, space, flock };
}

export function readClaim(text: string): Claim | undefined {
  try {
    const { pid, start, host, boot, space, flock } = JSON.parse(text);
    const isClaim = [start, host, boot, space].every((member) => typeof member === 'string');
    return isClaim && Number.isSafeInteger(pid) && pid > 0 && typeof flock === 'boolean'
      ? { pid, start, host, boot, space, flock }
      : undefined;
  } catch {
    return undefined;
  }
}

/** True only where the process is gone for certain. Of another machine or container nothing can be seen from here. */
export function isOver({ pid, start, host, boot, space }: Claim): boolean {
  const here = claimOf(process.pid, false);
  if (host !== here.host) return false;
  if (boot !== here.boot) return true;
  if (space !== here.space) return false;
  if (!isThere(pid)) return true;
  const now = startOf(pid);
  return now !== '' && start !== '' && now !== start;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is somebody else's.
    return !(isSystemError(error) && error.code === 'ESRCH');
  }
}

/** `ended` for one that is dead and not yet collected; empty where it cannot be seen. */
function startOf(pid: number): string {
  const stat = orEmpty(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  // The name in parentheses may hold anything; behind it come the state (field 3) and, as field 22, the start.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : (fields[19] ?? '');
}

function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
