import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError, causeOf, exit } from '../fail.js';
import type { Surroundings, Tools } from '../parts.js';

/** The folder of default logs, for whoever named none. */
export function logFolder(parts: Pick<Tools, 'logFolder'>, env: Surroundings['env']): string {
  try {
    return parts.logFolder(env);
  } catch (cause) {
    throw new CommandError(`name a log with --audit <file.jsonl>: ${causeOf(cause)}`, exit.usage, { cause });
  }
}

/** The message for whoever named no log. */
export async function nameLogs(parts: Pick<Tools, 'logFolder'>, env: Surroundings['env']): Promise<string> {
  const folder = logFolder(parts, env);
  const names = await readdir(folder).catch(() => []);
  const logs = names.filter((name) => name.endsWith('.jsonl')).map((name) => `  ${join(folder, name)}`);
  if (logs.length === 0) return `name a log with --audit <file.jsonl>; \`${folder}\` holds none`;
  return `name a log with --audit <file.jsonl>; the default folder holds:\n${logs.join('\n')}`;
}
