import { costOfDecision } from '../condition/cost.js';
import type { Scope, Shared } from '../condition/scope.js';
import type { Decision, Effect, Question } from '../decision.js';
import { extract } from '../destination/extract.js';
import { decide } from './decide.js';
import { ODD_NAME } from './fixed.js';
import { openTraits } from './match/facts.js';
import { hintsOf } from './match/rule.js';
import { openScope } from './open-scope.js';
import type { Policy } from './policy.js';
import { type Step, traceRule } from './trace.js';

/** What one policy says. */
export interface PolicyVote {
  readonly policy: string;
  readonly effect: Effect | 'abstain';
  /** The rule that decided, or whose floor stands; absent where the default did. */
  readonly rule?: string;
  /** The rule below whose vote, approve, the policy cannot fall: its condition could not be evaluated. */
  readonly floor?: string;
  /** `mode: shadow`: what it would have said. It abstains. */
  readonly wouldSay?: Effect | 'abstain';
}

export interface Explanation {
  /** Equal to what `decide` gives for the same policies and question. */
  readonly decision: Decision;
  /** The rules that were looked at: of each policy in order, up to the one that decided. */
  readonly trace: readonly Step[];
  /** In the order of the policies. Empty where the name alone was refused. */
  readonly votes: readonly PolicyVote[];
}

/** What `decide` says, and why. Pure, as `decide` is; it looks at every rule, so it is for people and not for every call. */
export function explain(policies: readonly Policy[], question: Question): Explanation {
  const decision = decide(policies, question);
  if (decision === ODD_NAME) return { decision, trace: [], votes: [] };
  // What one part costs another has not, so each asks as the decision did.
  const share = (): Shared => ({ extracts: extract(question), cost: costOfDecision() });
  const [voting, tracing] = [share(), share()];
  const told = policies.map((policy) => explainPolicy(policy, question, voting, tracing));
  return { decision, trace: told.flatMap(({ steps }) => steps), votes: told.map(({ vote }) => vote) };
}

function explainPolicy(
  policy: Policy,
  question: Question,
  voting: Shared,
  tracing: Shared,
): { steps: readonly Step[]; vote: PolicyVote } {
  const { name, parts } = policy;
  const { decision, shadow } = policy.tally(question, voting);
  const steps = traceRules(policy, question, tracing);
  const floor = steps.find(({ did, shadow }) => did === 'floor' && !shadow)?.rule;
  if (parts.isShadow) {
    const trial = shadow.at(-1);
    const decided = steps.find(({ did, shadow }) => did === 'decides' && !shadow);
    const isOwn = trial !== undefined && (trial.rule === undefined || trial.rule === (decided?.rule ?? floor));
    return { steps, vote: { policy: name, effect: 'abstain', wouldSay: isOwn ? trial.effect : 'abstain' } };
  }
  return {
    steps,
    vote: {
      policy: name,
      effect: decision?.effect ?? 'abstain',
      ...(decision?.rule !== undefined && { rule: decision.rule }),
      ...(floor !== undefined && { floor }),
    },
  };
}

/** An entry of a list is judged as its call would be, and then by the rules that speak of entries. */
function traceRules(policy: Policy, question: Question, shared: Shared): readonly Step[] {
  const { speakers, parts, name } = policy;
  const { tool, server, annotations, phase } = question;
  const known: Scope = { question, ...shared, lists: parts.lists };
  const traits = openTraits(parts.facts)(tool, server, undefined, hintsOf(annotations));
  const steps: Step[] = [];
  const isList = phase === 'list';
  for (const read of isList ? (['call', 'list'] as const) : [phase]) {
    let decided = false;
    const isOpen = isList && read === 'call';
    const scope = isOpen ? openScope(known) : known;
    for (const speaker of speakers) {
      if (speaker.phase !== read) {
        if (!isList) steps.push(skipped(name, speaker.id, speaker.effect, phase));
        continue;
      }
      const step = traceRule(name, speaker, traits, scope, isOpen);
      steps.push(step);
      decided = step.did === 'decides' && !step.shadow;
      if (decided) break;
    }
    if (decided && steps.at(-1)?.effect === 'deny') break;
  }
  return steps;
}

function skipped(policy: string, rule: string, effect: Effect, phase: string): Step {
  return { policy, rule, effect, matched: false, because: 'phase', saw: phase };
}
