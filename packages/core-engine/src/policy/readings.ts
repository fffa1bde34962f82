import type { Phase } from '../decision.js';
import { type Ballot, openBallot } from './ballot.js';
import type { Rule } from './match/rule.js';
import type { PolicyParts } from './policy.js';
import type { Reading, Speaker } from './tally.js';
import { defaultDecision, ruleDecision } from './vote.js';

/** How the rules are read in each phase; `entries`: those that speak of entries of lists themselves. */
export type Readings = Readonly<Record<Phase | 'entries', Reading>>;

export function openReadings(
  { name, byDefault, isShadow, facts }: PolicyParts,
  speakers: readonly Speaker[],
): Readings {
  const ballotOf = (phase: Phase): Ballot<Speaker> =>
    openBallot(
      speakers.filter((speaker) => speaker.phase === phase),
      facts,
    );
  const calls = ballotOf('call');
  // Rules speak of calls unless they say otherwise, so who allows everything by rules may wonder about requests.
  const noCall = defaultDecision(name, byDefault, 'no rule of the policy allows this');
  const noRequest = defaultDecision(name, byDefault, 'no rule with "phase: request" allows this');
  const reading = (ballot: Ballot<Speaker>, otherwise: Reading['otherwise'], isOpen = false): Reading => ({
    policy: name,
    ballot,
    otherwise,
    isShadow,
    isOpen,
  });
  return {
    call: reading(calls, noCall),
    request: reading(ballotOf('request'), noRequest),
    result: reading(ballotOf('result'), undefined),
    // An entry is judged as its call would be, of which nothing is known yet.
    list: reading(calls, noCall, true),
    entries: reading(ballotOf('list'), undefined),
  };
}

/** The decisions that a rule may come to, made once. */
export function speak(policy: string, rule: Rule, rank: number): Speaker {
  const says = {
    allow: ruleDecision(policy, rule, 'allow'),
    redact: ruleDecision(policy, rule, 'redact'),
    approve: ruleDecision(policy, rule, 'approve'),
    deny: ruleDecision(policy, rule, 'deny'),
  };
  return Object.freeze({ ...rule, rank, says });
}

/** Whether names and scopes alone say all that the rule says. */
export function isPlain({ effect, tests, charges, shadow, redactions, marks }: Speaker): boolean {
  const isSimple = effect !== 'redact' && tests.length === 0 && charges === undefined && !shadow;
  return isSimple && redactions.length === 0 && marks.length === 0;
}
