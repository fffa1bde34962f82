import { mutators, testsIn } from './mutation.mjs';

/** What is changed in the bound of what all conditions of one decision may cost. */

const [cost, frame, structured] = mutators('src/condition', ['cost', 'cel/frame', 'structured/structured']);
const [decide, dynamic] = mutators('src/policy', ['decide', 'match/dynamic']);

const paid = [
  cost('the bound of a condition', 'new Cost(MOST_STEPS, decision)', 'new Cost(Infinity, decision)'),
  cost('a condition pays from the decision', 'new Cost(MOST_STEPS, decision)', 'new Cost(MOST_STEPS)'),
  cost('the bound of a decision', 'new Cost(DECISION_STEPS)', 'new Cost(Infinity)'),
  cost('what is spent', 'fits ? this.#left - steps : -1', 'fits ? this.#left : -1'),
  cost('what is used up stays so', 'this.#left = fits ? this.#left - steps : -1;', 'if (fits) this.#left -= steps;'),
  cost('what all have left', ' && (this.#whole === undefined || this.#whole.take(steps))', ''),
  frame('no more than the decision has left', 'Math.min(MOST_STEPS, scope.cost.left)', 'MOST_STEPS'),
  frame('an expression pays', 'this.scope.cost.take(1 + spent) && ', ''),
  frame('what it has spent', 'take(1 + spent)', 'take(1)'),
  frame('a part that was too dear', 'Math.max(0, this.left)', 'this.#given'),
  structured('a clause pays', 'scope.cost.take(1) ? clause.check', 'scope.cost ? clause.check'),
  structured(
    'its texts pay',
    'clause.check(scope, costOfCondition(scope.cost)) : undefined',
    'clause.check(scope, { left: 1, take: () => true } as never) : undefined',
  ),
  decide(
    'all policies share it',
    'policy.tally(question, shared, guessed)',
    'policy.tally(question, { ...shared, cost: costOfDecision() }, guessed)',
  ),
  dynamic('findings', 'cost.take(findings.length * globs) ? findings.some(meets) : undefined', 'findings.some(meets)'),
  dynamic('hosts', 'if (!cost.take((hosts?.length ?? 0) * globsOf(selector))) return undefined;', ''),
];

export const costTarget = {
  name: 'what a decision costs',
  package: 'packages/core-engine',
  tests: [...testsIn('policy', 'cost'), ...testsIn('condition', 'structured')],
  mutations: paid,
};
