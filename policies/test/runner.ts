import { readFileSync } from 'node:fs';
import type { Decision } from '../../packages/core-engine/src/decision.js';
import { decide } from '../../packages/core-engine/src/policy/decide.js';
import type { Policy } from '../../packages/core-engine/src/policy/policy.js';
import { writeAmount } from '../../packages/core-engine/src/usage/amount.js';
import { type Asked, policyOf, question } from '../../packages/core-engine/test/policy/support.js';
import { parse } from '../../packages/core-engine/test/yaml.js';
import { pack } from '../src/index.js';

type Expected =
  | Decision['effect']
  | { effect: Decision['effect']; rule?: string; code?: string; reserves?: readonly string[] };

/** A call and what policy says of it; `name` and `expect` beside the keys of the call. */
export type Case = Asked & { name: string; expect: Expected };

interface CaseFile {
  /** A policy that votes too, for packs that only add guards. */
  beside?: object;
  cases: Case[];
}

export function casesOf(pack: string): CaseFile {
  return parse(readFileSync(new URL(`cases/${pack}.yaml`, import.meta.url), 'utf8')) as CaseFile;
}

/** A pack, and the policy beside it. */
export async function policiesOf(name: string, beside?: object): Promise<Policy[]> {
  const text = new TextDecoder().decode(pack(name)?.text);
  return [await policyOf(text, name), ...(beside ? [await policyOf(beside)] : [])];
}

/** What policy says of a case, in the words of its `expect`. */
export function decideCase(policies: readonly Policy[], { name: _, expect, args, ...asked }: Case): Expected {
  const {
    effect,
    rule,
    code,
    reservations = [],
  } = decide(policies, question({ ...asked, ...(args !== undefined && { args: lengthen(args) }) }));
  if (typeof expect === 'string') return effect;
  return {
    effect,
    ...('rule' in expect && rule !== undefined && { rule }),
    ...('code' in expect && code !== undefined && { code }),
    ...('reserves' in expect && {
      reserves: reservations.map(({ key: { key }, amount }) => `${key}: ${writeAmount(amount)}`),
    }),
  };
}

/** `{repeat: 70000}` is a text of that length: nobody wants to read it in a case file. */
function lengthen(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(lengthen);
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === 'repeat' && typeof first[1] === 'number') return 'x '.repeat(first[1] / 2);
  return Object.fromEntries(entries.map(([key, one]) => [key, lengthen(one)]));
}
