import { type Finding, type Phase, toAmount, type Value } from '@ostiary/core-engine';
import {
  type Members,
  readEach,
  readFlag,
  readMembers,
  readNumberOf,
  readText,
  readTexts,
  readWord,
} from './members.js';
import { type Member, quote, type Source, type Tree } from './tree.js';

/** A call as a person describes it. What is absent has the value that `run` would give it. */
export interface Asked {
  readonly tool?: string;
  readonly resource?: string;
  readonly prompt?: string;
  readonly method?: string;
  readonly server?: string;
  readonly args?: Value;
  readonly agent?: string;
  readonly roles?: readonly string[];
  readonly environment?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly session?: { readonly id?: string; readonly marks?: readonly string[]; readonly calls?: number };
  readonly findings?: readonly Finding[];
  /** What is spent, in millionths, by the budget's key; of a rate by `rate of <rule>`. */
  readonly usage?: ReadonlyMap<string, bigint>;
  readonly annotations?: { readonly destructive?: boolean; readonly openWorld?: boolean };
  readonly result?: Value;
  readonly phase?: Phase;
  /** Milliseconds since 1970. */
  readonly now?: number;
}

const phases: readonly Phase[] = ['call', 'result', 'request', 'list'];
const value = ({ tree }: Member): Value => tree.value();

type Read = (member: Member, source: Source) => unknown;
const readers: Readonly<Record<keyof Asked, Read>> = {
  tool: readText,
  resource: readText,
  prompt: readText,
  method: readText,
  server: readText,
  args: value,
  agent: readText,
  roles: readTexts,
  environment: readText,
  labels: (member, source) => Object.fromEntries(readEach(member, readText, source) ?? []),
  session: readSession,
  findings: readFindings,
  usage: (member, source) => readEach(member, readAmount, source),
  annotations: readAnnotations,
  result: value,
  phase: (member, source) => readWord(member, phases, source),
  now: readTime,
};

export const askedKeys: readonly string[] = Object.keys(readers);

export function readAsked(members: Members, source: Source): Asked {
  const asked: { [key: string]: unknown } = {};
  for (const [key, read] of Object.entries(readers)) {
    const member = members.get(key);
    const found = member && read(member, source);
    if (found !== undefined) asked[key] = found;
  }
  // Built from the table that names every key.
  return asked as Asked;
}

function part(
  { key, tree }: { key: string; tree: Tree },
  shape: Readonly<Record<string, Read>>,
  source: Source,
): Record<string, unknown> {
  const members = readMembers(tree, Object.keys(shape), quote(key), source) ?? new Map<string, Member>();
  const read = [...members].map(([name, member]) => [name, shape[name]?.(member, source)] as const);
  return Object.fromEntries(read.filter(([, found]) => found !== undefined));
}

function readSession(member: Member, source: Source): unknown {
  return part(member, { id: readText, marks: readTexts, calls: readNumberOf }, source);
}

function readAnnotations(member: Member, source: Source): unknown {
  return part(member, { destructive: readFlag, openWorld: readFlag }, source);
}

const findingShape: Readonly<Record<string, Read>> = {
  type: readText,
  path: readText,
  score: readNumberOf,
  scanner: readText,
  description: readText,
};

function readFindings({ key, tree }: Member, source: Source): readonly Finding[] | undefined {
  if (tree.items === undefined) {
    source.complain(tree.at, `${quote(key)} must be a list such as [{type: secret.generic, score: 7}]`);
    return undefined;
  }
  return tree.items.map((item) => {
    const { type, score, ...rest } = part({ key: 'a finding', tree: item }, findingShape, source);
    const isWhole = typeof type === 'string' && typeof score === 'number' && score >= 0 && score <= 10;
    if (!isWhole) source.complain(item.at, 'a finding has a `type` and a `score` from 0 to 10');
    return { path: '', scanner: 'given', ...rest, type: String(type), score: Number(score) };
  });
}

function readAmount(member: Member, source: Source): bigint | undefined {
  const number = readNumberOf(member, source);
  const amount = number === undefined || number < 0 ? undefined : toAmount(number);
  if (number !== undefined && amount === undefined) source.complain(member.tree.at, 'what is spent is not negative');
  return amount;
}

function readTime(member: Member, source: Source): number | undefined {
  const text = readText(member, source);
  const isTime = text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/.test(text);
  const time = isTime ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(time)) return time;
  if (text !== undefined) source.complain(member.tree.at, '`now` is a time such as 2026-01-31T09:00:00Z');
  return undefined;
}
