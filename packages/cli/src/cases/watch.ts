import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setInterval } from 'node:timers/promises';

/** Between two looks, in milliseconds: soon enough for a person who has just saved. */
const pause = 200;

/**
 * Yields each time that one of these files or folders has changed. Looks instead of listening: editors replace files, and listeners then
 * hear nothing more of them. `names` is asked anew each time.
 */
export async function* watchFiles(names: () => readonly string[], signal?: AbortSignal): AsyncGenerator<void> {
  let last = await lookAt(names());
  for await (const _ of setInterval(pause, undefined, signal && { signal })) {
    const now = await lookAt(names());
    if (now === last) continue;
    yield;
    // What was changed while the cases ran shows at the next look.
    last = now;
  }
}

async function lookAt(names: readonly string[]): Promise<string> {
  return (await Promise.all(names.map((name) => look(name, true)))).join('\n');
}

/** What is not there looks like nothing, until it is. */
async function look(name: string, deeper: boolean): Promise<string> {
  const what = await stat(name).catch(() => undefined);
  if (what === undefined) return `${name} is gone`;
  const own = `${name} ${what.ino} ${what.size} ${what.mtimeMs}`;
  if (!what.isDirectory() || !deeper) return own;
  const inside = await readdir(name).catch(() => []);
  return [own, ...(await Promise.all(inside.sort().map((file) => look(join(name, file), false))))].join('\n');
}
