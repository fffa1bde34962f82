import type { Policy } from '../policy.js';
import { openReport, type Problem } from '../problem.js';
import { quote } from '../schema/suggest.js';
import { loadReader, type ReadExpression } from './fields.js';
import { warnIdle } from './idle.js';
import { comparePairs } from './pairs.js';
import { reachOf } from './reach.js';
import { checkRule } from './single.js';
import { warnUncounted } from './uncounted.js';
import type { Effort } from './witness.js';

/** About a second, or 2,000 rules with nothing in common. */
const MOST_EFFORT = 10_000_000;

/**
 * What is allowed in these policies and hardly meant: warnings, by policy and place. Decided on names, scopes and simple conditions in the
 * structured form; where more would have to be known, a message says "may". The policies are taken as they are used together.
 */
export async function lint(policies: readonly Policy[]): Promise<readonly Problem[]> {
  const read = await loadReader(policies);
  const problems = policies.flatMap((policy) => lintPolicy(policy, read));
  const [first] = policies;
  if (first === undefined || !policies.every(({ parts }) => parts.isShadow)) return problems;
  const report = openReport(first.file);
  report.warn(
    first.parts.written.get('mode')?.place ?? first.place,
    'only policies with "mode: shadow" are given, which never decide: every call is denied',
  );
  return [...report.problems(), ...problems];
}

function lintPolicy({ file, parts, place, speakers }: Policy, read: ReadExpression): readonly Problem[] {
  const report = openReport(file);
  const effort: Effort = { left: MOST_EFFORT };
  const reaches = speakers.map(reachOf);
  const meant = reaches.filter((reach) => checkRule(reach, parts.lists, read, effort, report.warn));
  const guards = reaches.filter(({ effect, phase, rule }) => effect === 'deny' && phase === 'call' && !rule.shadow);
  if (parts.byDefault === 'allow' && guards.length === 0) {
    report.warn(
      parts.written.get('default')?.place ?? place,
      `"default: allow" without a deny rule: ${quote(parts.name)} refuses no call`,
    );
  }
  warnIdle(meant, effort, report.warn);
  warnUncounted(meant, parts.byDefault, parts.lists, read, effort, report.warn);
  comparePairs(meant, effort, report.warn);
  if (effort.left < 0)
    report.warn(place, 'there are too many rules or wildcards to compare all of them with each other');
  return report.problems();
}
