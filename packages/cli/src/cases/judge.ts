import { type Decision, decide, type Policy } from '@ostiary/core-engine';
import { toQuestion } from '../question/question.js';
import type { Case, Expected } from './case.js';

export interface Result {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly passed: boolean;
  /** What was decided, told as closely as the case expects it: `deny by no-deleting`. */
  readonly got: string;
  readonly expected: string;
  readonly decision: Decision;
}

/** Asks the policies about one case. `now`: for conditions that look at the clock where the case names no time. */
export function judge(policies: readonly Policy[], { file, line, name, asked, expected }: Case, now: number): Result {
  const question = toQuestion(asked, now);
  if ('mistake' in question) throw new TypeError(`a case was accepted that is no call: ${question.mistake}`);
  const decision = decide(policies, question);
  const passed = (['effect', 'rule', 'policy', 'code'] as const).every(
    (key) => expected[key] === undefined || expected[key] === decision[key],
  );
  return { file, line, name, passed, got: tell(decision, expected), expected: tell(expected, expected), decision };
}

function tell({ effect, rule, policy, code }: Partial<Expected>, { rule: asksRule, ...asks }: Expected): string {
  return [
    effect,
    ...(asksRule === undefined ? [] : [`by ${rule ?? 'no rule'}`]),
    ...(asks.policy === undefined ? [] : [`of ${policy ?? 'no policy'}`]),
    ...(asks.code === undefined ? [] : [`with ${code ?? 'no code'}`]),
  ].join(' ');
}
