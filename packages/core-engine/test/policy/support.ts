import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Question } from '../../src/decision.js';
import { compilePolicy } from '../../src/policy/compile.js';
import type { Policy } from '../../src/policy/policy.js';
import type { Problem } from '../../src/policy/problem.js';
import { toAmount } from '../../src/usage/amount.js';
import { toValue } from '../../src/value/from-json.js';
import type { Value } from '../../src/value/value.js';

const CASES = new URL('../cases/policy/', import.meta.url);

/** Every case file whose name starts with `prefix`. */
export function caseFiles<Shape>(prefix: string): { file: string; content: Shape }[] {
  return readdirSync(CASES)
    .filter((file) => file.startsWith(prefix))
    .map((file) => ({ file, content: parse(readFileSync(new URL(file, CASES), 'utf8')) as Shape }));
}

type Plain = Omit<Question, 'principal' | 'args' | 'result' | 'session' | 'usage'>;

/** A question in a case file: what is not said is a call by `agent:local` without roles to the server `srv`. */
export type Asked = Partial<Plain> & {
  agent?: string;
  roles?: string[];
  labels?: Record<string, string>;
  args?: unknown;
  result?: unknown;
  session?: { id?: string; marks?: string[]; calls?: number };
  /** What is spent, by the counter's key (`refunds`; `rate of <rule>`); of others nothing is. */
  spent?: Record<string, number>;
};

export function question(asked: Asked): Question {
  const { agent = 'agent:local', roles = [], labels, args, result, session, spent = {}, ...rest } = asked;
  const method =
    rest.resource === undefined ? (rest.prompt === undefined ? 'tools/call' : 'prompts/get') : 'resources/read';
  const { id = 'session-1', marks = [], calls = 0 } = session ?? {};
  return {
    phase: 'call',
    method,
    server: 'srv',
    environment: '',
    principal: { id: agent, roles, ...(labels && { labels }) },
    ...(args !== undefined && { args: toValue(args) as Value }),
    ...(result !== undefined && { result: toValue(result) as Value }),
    session: { id, marks: new Set(marks), calls },
    now: 0,
    usage: { spent: ({ key }) => toAmount(spent[key] ?? 0) ?? 0n },
    ...rest,
  };
}

export async function policyOf(value: unknown, name?: string): Promise<Policy> {
  const input = typeof value === 'string' ? { text: value } : { value };
  const compiled = await compilePolicy({ ...input, ...(name !== undefined && { name }) });
  if (!compiled.ok) throw new Error(compiled.problems.map(show).join('\n'));
  return compiled.policy;
}

/** `line:column message`, without the file. */
function show({ line, column, message }: Problem): string {
  return `${line}:${column} ${message}`;
}

export async function mistakesOf(text: string | Uint8Array): Promise<string[]> {
  return (await compilePolicy({ text, file: 'p.yaml' })).problems.map(show);
}
