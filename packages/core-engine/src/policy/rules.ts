import type { Effect, Phase } from '../decision.js';
import type { Policy } from './policy.js';

/** One rule for a table. */
export interface RuleLine {
  readonly policy: string;
  readonly id: string;
  readonly priority: number;
  readonly effect: Effect;
  readonly phase: Phase;
  readonly shadow: boolean;
  /** What decides whether it matches, by its key, as written. */
  readonly selectors: ReadonlyMap<string, readonly string[]>;
}

/** The rules of a policy in the order in which they are tried. */
export function listRules({ name, speakers, parts }: Policy): readonly RuleLine[] {
  return speakers.map(({ id, priority, effect, phase, shadow, shown }) => ({
    policy: name,
    id,
    priority,
    effect,
    phase,
    shadow: shadow || parts.isShadow,
    selectors: shown(),
  }));
}
