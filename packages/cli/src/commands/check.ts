import { exit } from '../fail.js';
import type { Surroundings, Tools } from '../parts.js';
import { formatProblem, loadPolicies } from '../policies.js';

export interface CheckOptions {
  readonly strict?: boolean;
  readonly format: 'text' | 'json';
}

/** Validates policies and prints every mistake. Gives the exit code: 0 clean or warnings only, 1 errors. */
export async function check(
  names: readonly string[],
  { strict, format }: CheckOptions,
  parts: Tools,
  { out }: Surroundings,
): Promise<number> {
  const { policies, problems, files } = await loadPolicies(names, parts);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (format === 'json') out(`${JSON.stringify(problems, null, 2)}\n`);
  else {
    for (const problem of problems) out(`${parts.visible(formatProblem(problem))}\n`);
    for (const [index, policy] of policies.entries()) {
      const rules = policy.rules === 1 ? '1 rule' : `${policy.rules} rules`;
      out(`✓ ${parts.visible(files[index] ?? policy.name)}: ${rules}\n`);
    }
  }
  return errors.length > 0 || (strict && problems.length > 0) ? exit.no : exit.done;
}
