import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Extracts } from '../../src/condition/scope.js';
import type { Question } from '../../src/decision.js';
import { extract } from '../../src/destination/extract.js';
import type { Value } from '../../src/value/value.js';

export function casesIn<Case>(name: string): readonly Case[] {
  return parse(readFileSync(new URL(`../cases/destination/${name}.yaml`, import.meta.url), 'utf8')) as Case[];
}

/** What is found in the arguments of a call. */
export function found(args: Value | undefined, rest: Partial<Question> = {}): Extracts {
  const principal = { id: 'agent:local', roles: [] };
  const base = { phase: 'call', method: 'tools/call', server: 'srv', principal, environment: '' } as const;
  return extract({ ...base, ...(args !== undefined && { args }), ...rest });
}

export function mapOf(entries: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(entries));
}
