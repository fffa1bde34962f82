import { mutators, testsIn } from './mutation.mjs';

/** What is changed in weighing the rules of one policy against each other: effects, floors, budgets, trials. */

const [tally, charge] = mutators('src/policy', ['tally', 'charge']);

const rules = [
  tally('a rule that does not hold', 'if (truth === false) return false;', ''),
  tally('rules on trial decide nothing', 'if (voter.shadow) {', 'if (voter.shadow && !scope) {'),
  tally('rules on trial are logged', 'if (effect !== undefined) shadow.push({ policy, rule, effect });', ''),
  tally('a change on trial', "changes: 'redact', floor", 'changes: undefined, floor'),
  tally('a floor on trial', "floor: 'approve', unknown", 'floor: undefined, unknown'),
  tally('a floor', 'floors.push(unevaluated(voter.says.approve));', '{}'),
  tally('the first floor speaks', 'floors.push(', 'floors.unshift('),
  tally('a floor says what it is', 'floors.push(unevaluated(voter.says.approve))', 'floors.push(voter.says.approve)'),
  tally(
    'a floor decides nothing yet',
    "if (found === 'floor' || found === 'unknown') return false;",
    "if (found === 'floor' || found === 'unknown') return found === 'floor';",
  ),
  tally('changes', 'if (redactions.length > 0) changes.push({ policy, rule, redactions });', ''),
  tally('what was changed to be sure is said', " || (found === 'changes' && truth === undefined)", ''),
  tally('what was changed for sure is not', "(found === 'changes' && truth === undefined)", "found === 'changes'"),
  tally(
    'an allowance that was not given is said',
    "found === 'floor' || found === 'unknown' || (found",
    "found === 'floor' || (found",
  ),
  tally('a floor is said', "= found === 'floor' || found === 'unknown' || (found", "= found === 'unknown' || (found"),
  tally('marks', 'marks.push(...voter.marks);', ''),
  tally('marks of facts', '[...ballot.traits(question, guessed).marks]', '[]'),
  tally('a change decides nothing', "if (found === 'changes') return false;", "if (found === 'changes') return true;"),
  tally('the first rule decides', 'outcome = found;\n    return true;', 'outcome = found;\n    return false;'),
  tally('the default', 'outcome?.decision ?? otherwise', 'outcome?.decision'),
  tally('policies on trial', 'if (!isShadow) return {', 'if (otherwise !== null) return {'),
  tally('policies on trial are logged', 'if (decided !== undefined)\n    shadow', 'if (decided === null)\n    shadow'),
  tally(
    'a policy on trial reserves nothing',
    'changes: [], reservations: [], marks: [], shadow,',
    'changes: [], reservations: outcome?.reservations ?? [], marks: [], shadow,',
  ),
  tally('a policy on trial changes nothing', 'decision: undefined, changes: [],', 'decision: undefined, changes,'),
  tally('a policy on trial leaves no marks', 'marks: [], shadow,', 'marks, shadow,'),
  tally(
    'a policy on trial has no vote',
    'return { decision: undefined, changes: []',
    'return { decision: decided, changes: []',
  ),
  tally('redact decides nothing', "if (effect === 'redact') return 'changes';", ''),
  tally('an allow rule that is unknown', "if (effect === 'allow') return 'unknown';", ''),
  tally(
    'an approve rule that is unknown',
    "effect === 'approve' ? 'floor' : {",
    "effect === 'approve' ? undefined : {",
  ),
  tally('a deny rule that is unknown', '{ decision: unevaluated(says.deny), reservations: [] }', 'undefined'),
  tally('a denial by what is unknown says so', 'unevaluated(says.deny), reservations', 'says.deny, reservations'),
  tally('lists ask no budget', 'charges === undefined || isOpen', 'charges === undefined'),
  tally(
    'what fits is reserved',
    'decision: says[effect], reservations: due.reservations }',
    'decision: says[effect], reservations: [] }',
  ),
  tally(
    'an amount that is unknown',
    "due.state === 'cannot') return effect === 'approve' ? 'floor' : 'unknown';",
    "due.state === 'cannot') return 'unknown';",
  ),
  tally(
    'an amount that is unknown allows nothing',
    "if (due.state === 'cannot') return effect === 'approve' ? 'floor' : 'unknown';",
    "if (due.state === 'cannot') return effect === 'approve' ? 'floor' : { decision: says[effect], reservations: [] };",
  ),
  tally(
    'exceeded: next',
    "if (due.exceeded === 'next') return undefined;",
    "if (due.exceeded === 'next') return { decision: says[effect], reservations: [] };",
  ),
  tally('exceeded: what it says', 'says[due.exceeded]', 'says[effect]'),
  tally('exceeded: approve reserves', "due.exceeded === 'approve' ? due.reservations : []", '[]'),
  tally('exceeded: the reason', 'voter.reason === undefined ? exceeded', 'voter.reason === null ? exceeded'),
  tally('a floor under a denial', " || decided?.effect === 'deny') return", ') return'),
  tally('a floor under an approval', "decided?.effect === 'approve' ? withApprovals(decided, floors) : ", ''),
  tally('the terms of a floor', 'withApprovals(decided, floors)', 'decided'),
  tally('the terms of several floors', 'withApprovals(floor, others)', 'floor'),
  tally('a floor over the rest', ': withApprovals(floor, others)', ': decided'),
  tally(
    'an entry may be allowed',
    "voter.effect === 'allow' || voter.effect === 'approve';",
    "voter.effect === 'approve';",
  ),
  tally(
    'an entry may be approved',
    "voter.effect === 'allow' || voter.effect === 'approve';",
    "voter.effect === 'allow';",
  ),
  tally(
    'an entry is not denied by what is unknown',
    "voter.effect === 'allow' || voter.effect === 'approve';",
    'true;',
  ),
];

const charges = [
  charge(
    'what cannot be said',
    "items.some(({ fit }) => fit === 'cannot')",
    "items.every(({ fit }) => fit === 'cannot' && false)",
  ),
  charge(
    'one part that cannot be said',
    "items.some(({ fit }) => fit === 'cannot')",
    "items.every(({ fit }) => fit === 'cannot')",
  ),
  charge('what is over', "items.filter(({ fit }) => fit === 'exceeded')", 'items.filter(() => false)'),
  charge('a denial is worst', "over.find(({ exceeded }) => exceeded === 'deny') ??", ''),
  charge('then the next rule', "over.find(({ exceeded }) => exceeded === 'next') ??", ''),
  charge('the budget', '...(budget ? [billBudget(budget, scope)] : [])', ''),
  charge('the rate', '...(rate ? [billRate(rate, question)] : [])', ''),
  charge('what is reserved', 'items.flatMap(({ reservation }) => reservation ?? [])', '[]'),
  charge('windows of one key', 'known.set(key, (known.get(key) ?? new Set()).add(window));', ''),
  charge('keys apart', 'windows: [...windows]', 'windows: [undefined, 1]'),
];

export const tallyTarget = {
  name: 'tally',
  package: 'packages/core-engine',
  tests: testsIn('policy', 'decide'),
  mutations: [...rules, ...charges],
};
