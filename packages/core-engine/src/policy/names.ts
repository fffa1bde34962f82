import type { Policy } from './policy.js';
import type { Problem } from './problem.js';
import { quote } from './schema/suggest.js';

/**
 * Throws a `RangeError` where two policies have one name: their budgets and rates would count together, and a record could not say which
 * of them spoke.
 */
export function mustBeApart(policies: readonly Policy[]): void {
  if (policies.length > FEW) mustBeManyNames(policies);
  else mustBeFewNames(policies);
}

/** So many are compared in pairs: it is asked at every decision. */
const FEW = 8;

function mustBeFewNames(policies: readonly Policy[]): void {
  for (let at = 1; at < policies.length; at += 1) {
    const name = policies[at]?.name;
    for (let before = 0; before < at; before += 1) if (policies[before]?.name === name) throw sameName(name);
  }
}

function mustBeManyNames(policies: readonly Policy[]): void {
  const names = new Set<string>();
  for (const { name } of policies) {
    if (names.has(name)) throw sameName(name);
    names.add(name);
  }
}

function sameName(name = ''): RangeError {
  return new RangeError(`two policies are named ${quote(name)}`);
}

/** One mistake for each policy whose name an earlier one has: records and refusals could not tell them apart. */
export function checkNames(policies: readonly Policy[]): readonly Problem[] {
  const first = new Map<string, Policy>();
  const problems: Problem[] = [];
  for (const policy of policies) {
    const earlier = first.get(policy.name);
    if (earlier === undefined) {
      first.set(policy.name, policy);
      continue;
    }
    const { line, column } = policy.place;
    const message = `a policy named ${quote(policy.name)} is already given by ${quote(earlier.file)}: give this one a "name" of its own`;
    problems.push({ file: policy.file, line, column, severity: 'error', message });
  }
  return problems;
}
