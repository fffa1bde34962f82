import type { ListedTool } from './lint/server/tool.js';
import type { Policy } from './policy.js';
import type { Problem } from './problem.js';

// Loaded when it is asked for: who only decides does without.

/**
 * What is allowed in these policies and hardly meant: warnings, by policy and place. The policies are taken as they are used together.
 * docs/policy.md, "What check says".
 */
export async function lint(policies: readonly Policy[]): Promise<readonly Problem[]> {
  const part = await import('./lint/lint.js');
  return part.lint(policies);
}

/** Where rules speak of what this server does not have: warnings, by policy and place. `server`: the name that rules know it by. */
export async function lintTools(
  policies: readonly Policy[],
  server: string,
  tools: readonly ListedTool[],
): Promise<readonly Problem[]> {
  const part = await import('./lint/server/lint-tools.js');
  return part.lintTools(policies, server, tools);
}
