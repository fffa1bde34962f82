import { listRules, type RuleLine } from '@ostiary/core-engine';
import { CommandError, exit } from '../fail.js';
import { effectColours, openPaint, printJson, table } from '../paint.js';
import type { Surroundings, Tools } from '../parts.js';
import { readSources, usePolicies } from '../policies.js';

export interface RulesOptions {
  readonly policy?: readonly string[];
  readonly format: 'text' | 'json' | 'yaml';
}

/** Prints the rules of policies in the order in which they are tried. */
export async function rules(
  { policy = [], format }: RulesOptions,
  parts: Tools,
  around: Surroundings,
): Promise<number> {
  if (policy.length === 0) throw new CommandError('name a policy with --policy <file|dir|pack:name>');
  const policies = await usePolicies(policy, parts);
  if (format === 'yaml') around.out(await copyOf(policy, parts));
  else {
    const lines = policies.flatMap(listRules);
    around.out(format === 'json' ? printJson(lines.map(asJson)) : describe(lines, parts, around));
  }
  return exit.done;
}

/** The file as it is, to copy and change. */
async function copyOf(names: readonly string[], parts: Tools): Promise<string> {
  const sources = (await Promise.all(names.map((name) => readSources(name, parts)))).flat();
  const [source] = sources;
  if (source === undefined || sources.length > 1)
    throw new CommandError('--format yaml prints one policy: name one file or pack');
  const text = new TextDecoder().decode(source.bytes);
  if (/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) {
    throw new CommandError(
      `\`${source.file}\` holds characters that cannot be seen, so it is not printed: copy the file`,
    );
  }
  return text.endsWith('\n') ? text : `${text}\n`;
}

function asJson({ selectors, ...rule }: RuleLine): unknown {
  return { ...rule, selectors: Object.fromEntries(selectors) };
}

function describe(lines: readonly RuleLine[], { visible }: Tools, around: Surroundings): string {
  if (lines.length === 0) return 'no rules\n';
  const paint = openPaint(around);
  const rows = lines.map(({ priority, id, effect, phase, shadow, selectors, policy }) => {
    const extra = [...(phase === 'call' ? [] : [`phase: ${phase}`]), ...(shadow ? ['shadow'] : [])];
    const written = [...selectors].map(([key, texts]) => `${key}: ${short(texts.join(', '))}`);
    return [String(priority), id, effect, policy, [...extra, ...written].join('; ') || 'everything'].map(visible);
  });
  const head = ['PRIORITY', 'ID', 'EFFECT', 'POLICY', 'SELECTORS'];
  return table([head, ...rows], (text, column) =>
    column === 2 ? paint(effectColours[text.trim()] ?? 'bold', text) : text,
  );
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
