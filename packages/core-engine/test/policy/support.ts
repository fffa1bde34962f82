import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Question } from '../../src/decision.js';
import { compilePolicy } from '../../src/policy/compile.js';
import type { Policy } from '../../src/policy/policy.js';
import type { Problem } from '../../src/policy/problem.js';

const CASES = new URL('../cases/policy/', import.meta.url);

/** Every case file whose name starts with `prefix`. */
export function caseFiles<Shape>(prefix: string): { file: string; content: Shape }[] {
  return readdirSync(CASES)
    .filter((file) => file.startsWith(prefix))
    .map((file) => ({ file, content: parse(readFileSync(new URL(file, CASES), 'utf8')) as Shape }));
}

/** A question in a case file: what is not said is a call by `agent:local` without roles to the server `srv`. */
export type Asked = Partial<Omit<Question, 'principal'>> & { agent?: string; roles?: string[] };

export function question({ agent = 'agent:local', roles = [], ...rest }: Asked): Question {
  const method =
    rest.resource === undefined ? (rest.prompt === undefined ? 'tools/call' : 'prompts/get') : 'resources/read';
  return { phase: 'call', method, server: 'srv', environment: '', principal: { id: agent, roles }, ...rest };
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
