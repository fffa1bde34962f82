import type { Policy } from './policy.js';
import type { Problem } from './problem.js';
import { quote } from './schema/suggest.js';

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
