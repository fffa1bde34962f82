import { lint } from '@ostiary/core-engine';
import { exit } from '../fail.js';
import type { Parts, Surroundings } from '../parts.js';
import { formatProblem, loadPolicies, sortByFile } from '../policies.js';

export interface CheckOptions {
  readonly strict?: boolean;
  readonly format: 'text' | 'json';
  /** A server's command and its arguments. */
  readonly server?: readonly string[];
}

/** Validates policies and prints every mistake. Gives the exit code: 0 clean or warnings only, 1 errors. */
export async function check<Channel>(
  names: readonly string[],
  { strict, format, server }: CheckOptions,
  parts: Parts<Channel>,
  around: Surroundings,
): Promise<number> {
  const { out } = around;
  const { policies, problems: mistakes, files } = await loadPolicies(names, parts);
  const own = sortByFile([...mistakes, ...(await lint(policies))], files);
  // Nothing is started for policies that are refused anyway.
  const compared = server && policies.length > 0 ? await compare(server) : undefined;
  const problems = sortByFile([...own, ...(compared?.problems ?? [])], files);
  if (format === 'json') out(`${JSON.stringify(problems, null, 2)}\n`);
  else {
    for (const problem of problems) out(`${parts.visible(formatProblem(problem))}\n`);
    for (const [index, policy] of policies.entries()) {
      const rules = policy.rules === 1 ? '1 rule' : `${policy.rules} rules`;
      out(`✓ ${parts.visible(files[index] ?? policy.name)}: ${rules}\n`);
    }
    if (compared) out(`✓ compared with the ${compared.tools} tools of server ${parts.visible(compared.server)}\n`);
  }
  const fails = problems.some(({ severity }) => severity === 'error') || (strict === true && problems.length > 0);
  return fails ? exit.no : exit.done;

  async function compare(command: readonly string[]) {
    const { askServer } = await import('./ask-server.js');
    return askServer(command, policies, parts, around).catch((error: unknown) => {
      // What is known of the policies is said all the same.
      for (const problem of own) around.err(`${parts.visible(formatProblem(problem))}\n`);
      throw error;
    });
  }
}
