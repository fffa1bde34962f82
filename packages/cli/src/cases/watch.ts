import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setInterval } from 'node:timers/promises';

/** Between two looks, in milliseconds: soon enough for a person who has just saved. */
const pause = 200;

/**
 * Yields at once, and then each time that one of these files or folders has changed since the look before. Looks instead of listening:
 * editors replace files, and listeners then hear nothing more of them. `names` is asked anew each time; a name that is new is looked at
 * from then on.
 */
export async function* watchFiles(names: () => readonly string[], signal?: AbortSignal): AsyncGenerator<void> {
  // Looked at before the caller reads them: what is changed while it does shows at the next look.
  let last = await lookAt(names());
  yield;
  for await (const _ of setInterval(pause, undefined, signal && { signal })) {
    const now = await lookAt(names());
    const isChanged = [...now].some(([name, seen]) => last.has(name) && last.get(name) !== seen);
    last = now;
    if (isChanged) yield;
  }
}

async function lookAt(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map(await Promise.all(names.map(async (name) => [name, await look(name, true)] as const)));
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
