import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Question } from '../../src/decision.js';
import { compilePolicy } from '../../src/policy/compile.js';
import type { Policy } from '../../src/policy/policy.js';
import type { Problem } from '../../src/policy/problem.js';
import { toAmount } from '../../src/usage/amount.js';
import type { UsageView } from '../../src/usage/usage.js';
import { toValue } from '../../src/value/from-json.js';
import { readValue } from '../../src/value/read.js';
import type { Value } from '../../src/value/value.js';

const CASES = new URL('../cases/policy/', import.meta.url);

/** Every case file whose name starts with `prefix`. */
export function caseFiles<Shape>(prefix: string): { file: string; content: Shape }[] {
  return readdirSync(CASES)
    .filter((file) => file.startsWith(prefix))
    .map((file) => ({ file, content: parse(readFileSync(new URL(file, CASES), 'utf8'), { merge: true }) as Shape }));
}

type Plain = Omit<Question, 'principal' | 'args' | 'result' | 'session' | 'usage'>;

/** A question in a case file: what is not said is a call by `agent:local` without roles to the server `srv`. */
export type Asked = Partial<Plain> & {
  agent?: string;
  roles?: string[];
  labels?: Record<string, string>;
  args?: unknown;
  /** The arguments as JSON text, for numbers that no double has. */
  json?: string;
  result?: unknown;
  /** `null`: there is none. */
  session?: { id?: string; marks?: string[]; calls?: number } | null;
  /** What is spent, by the counter's `key`, `policy key`, `key scope` or `key window`; of others nothing is. `null`: nobody knows. */
  spent?: Record<string, number> | null;
};

export function question(asked: Asked): Question {
  const { agent = 'agent:local', roles = [], labels, args, json, result, session, spent = {}, ...rest } = asked;
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
    ...(json !== undefined && { args: readJson(json) }),
    ...(result !== undefined && { result: toValue(result) as Value }),
    ...(session !== null && { session: { id, marks: new Set(marks), calls } }),
    now: 0,
    ...(spent && { usage: usageOf(spent) }),
    ...rest,
  };
}

function usageOf(spent: Record<string, number>): UsageView {
  return {
    spent({ policy, key, scope, window }) {
      const names = [key, `${policy} ${key}`, `${key} ${scope}`, `${key} ${window}`];
      const name = names.find((one) => Object.hasOwn(spent, one));
      return toAmount(name === undefined ? 0 : (spent[name] ?? 0)) ?? 0n;
    },
  };
}

/** As the wire reads it. */
function readJson(json: string): Value {
  const bytes = new TextEncoder().encode(json);
  return readValue(bytes, { start: 0, end: bytes.length });
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
