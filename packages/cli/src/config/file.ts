import { readFile } from 'node:fs/promises';
import { CommandError, causeOf } from '../fail.js';
import { suggest } from './nearest.js';

/** A scalar of the configuration file as text, with its place for messages (`file:line:column`). */
export interface Setting {
  readonly place: string;
  readonly texts: readonly string[];
}

/**
 * Reads a configuration file: a YAML map whose keys are those of the options (`audit: {durability: os}` is `audit.durability`).
 * Throws `CommandError` with every mistake, one a line.
 */
export async function readConfig(file: string, known: ReadonlySet<string>): Promise<ReadonlyMap<string, Setting>> {
  const { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml');
  const source = await readFile(file, 'utf8').catch((cause) => {
    throw new CommandError(`configuration \`${file}\` cannot be read: ${causeOf(cause)}`, undefined, { cause });
  });
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, schema: 'failsafe', merge: false, uniqueKeys: true });
  const mistakes: string[] = [];
  const settings = new Map<string, Setting>();
  const at = (offset: number | undefined): string => {
    const { line, col } = lines.linePos(offset ?? 0);
    return `${file}:${line}:${col}`;
  };
  const complain = (offset: number | undefined, message: string) => mistakes.push(`${at(offset)} error ${message}`);
  const sections = new Set([...known].filter((key) => key.includes('.')).map((key) => key.split('.')[0] as string));

  function readMap(node: unknown, prefix: string): void {
    if (!isMap(node)) return void complain(0, 'expected a map of settings');
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? `${prefix}${String(key.value)}` : '';
      const offset = isScalar(key) ? key.range?.[0] : undefined;
      if (prefix === '' && sections.has(name) && isMap(value)) readMap(value, `${name}.`);
      else if (!known.has(name)) complain(offset, `unknown key \`${name}\`${suggest(name, known)}`);
      else readValue(name, value, offset);
    }
  }

  function readValue(name: string, value: unknown, offset: number | undefined): void {
    const nodes = isSeq(value) ? value.items : [value];
    const texts = nodes.map((node) => (isScalar(node) && !isAlias(node) ? String(node.value) : undefined));
    const clean = texts.filter((text) => text !== undefined);
    if (clean.length !== texts.length) complain(offset, `\`${name}\` takes a value or a list of values`);
    else settings.set(name, { place: at(offset), texts: clean });
  }

  for (const { message, pos } of document.errors) complain(pos[0], message.split('\n')[0] ?? message);
  if (mistakes.length === 0) readMap(document.contents, '');
  if (mistakes.length > 0) throw new CommandError(mistakes.join('\n'));
  return settings;
}
