import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { type Claim, readClaim } from './claim.js';
import { wordFor } from './error.js';

/** The right to write a log. */
export interface Hold {
  /** False when somebody took the lock away. */
  readonly isHeld: () => boolean;
  readonly release: () => void;
}

/** A claim is a few hundred bytes. */
const LONGEST_CLAIM = 4096;

/** Rounds in which others were quicker, after which it is theirs. */
const ROUNDS = 100;

const NO_DETOUR = constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

/**
 * Takes the lock file at `root` for `own`; gives nothing where a claim stands that is not past (one that cannot be read is
 * given as nothing).
 *
 * Claims form a list: the file at `root` is the first, and the successor of a claim stands under a name made from its
 * text, which no other claim has. The last one holds. A claim is only ever added by link(2), which fails where there is
 * one: of all who find the last one dead, one succeeds it. The holder moves its claim to `root` by rename(2), in one
 * step, and then removes the names that it came by. Who looked before that and adds to a list which is out of date finds,
 * looking again, that `root` does not lead to his claim, and withdraws it: names are removed only behind that move, so
 * whoever can still add to the old list sees it. A crash anywhere in here leaves a list whose last claim is dead.
 *
 * Throws what the system says.
 */
export function holdFile(root: string, own: Claim, isPast: (claim: Claim | undefined) => boolean): Hold | undefined {
  // The nonce keeps two claims of one process apart.
  const text = JSON.stringify({ ...own, nonce: randomBytes(16).toString('hex') });
  const mine = `${root}.${randomBytes(16).toString('hex')}`;
  try {
    write(mine, text, !own.flock);
    const names = join(root, mine, text, isPast);
    if (names === undefined) return undefined;
    const { ino, dev } = lstatSync(mine);
    renameSync(mine, root);
    for (const name of names.slice(1)) remove(name);
    const isHeld = (): boolean => {
      const there = lstatSync(root, { throwIfNoEntry: false });
      return there?.ino === ino && there.dev === dev;
    };
    return { isHeld, release: () => void (isHeld() && remove(root)) };
  } finally {
    remove(mine);
  }
}

/** Adds our claim behind the last one and gives the names of the list up to it; nothing where another one holds. */
function join(
  root: string,
  mine: string,
  text: string,
  isPast: (claim: Claim | undefined) => boolean,
): readonly string[] | undefined {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { names, last } = follow(root);
    if (last !== undefined && !isPast(readClaim(last))) return undefined;
    const name = last === undefined ? root : successorOf(root, last);
    if (!add(mine, name)) continue;
    if (follow(root).last === text) return [...names, name];
    remove(name);
  }
  return undefined;
}

/** The names of all claims from the first on, and the text of the last. */
function follow(root: string): { readonly names: readonly string[]; readonly last: string | undefined } {
  const names: string[] = [];
  let last: string | undefined;
  for (let name = root; ; name = successorOf(root, last)) {
    const text = read(name);
    if (text === undefined) return { names, last };
    names.push(name);
    last = text;
  }
}

function successorOf(root: string, text: string): string {
  return `${root}.${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

/** `isDurable`: on disk before anybody can see it, so that a power cut leaves no claim without text. */
function write(path: string, text: string, isDurable: boolean): void {
  const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_DETOUR, 0o600);
  try {
    writeSync(fd, text);
    if (isDurable) fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function read(path: string): string | undefined {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | NO_DETOUR);
  } catch (error) {
    if (wordFor(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const buffer = Buffer.alloc(LONGEST_CLAIM);
    return buffer.toString('utf8', 0, readSync(fd, buffer, 0, LONGEST_CLAIM, 0));
  } finally {
    closeSync(fd);
  }
}

function add(mine: string, name: string): boolean {
  try {
    linkSync(mine, name);
    return true;
  } catch (error) {
    if (wordFor(error) === 'EEXIST') return false;
    throw error;
  }
}

function remove(name: string): void {
  try {
    unlinkSync(name);
  } catch (error) {
    if (wordFor(error) !== 'ENOENT') throw error;
  }
}
