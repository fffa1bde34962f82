/** What is changed in weighing rules and policies against each other: effects, floors, budgets, trials. */

const at = (file) => (why, find, replace) => ({ file: `src/policy/${file}.ts`, why, find, replace });
const [decide, tally, charge, readings, policy, vote] = ['decide', 'tally', 'charge', 'readings', 'policy', 'vote'].map(
  at,
);

const rules = [
  tally('a rule that does not hold', 'if (truth === false) return false;', ''),
  tally('rules on trial decide nothing', 'if (voter.shadow) {', 'if (voter.shadow && !scope) {'),
  tally('rules on trial are logged', 'shadow.push({ policy, rule: voter.id, effect });', ''),
  tally('a change on trial', "found === 'changes' ? 'redact'", "found === 'changes' ? undefined"),
  tally('a floor on trial', "found === 'floor' ? 'approve'", "found === 'floor' ? undefined"),
  tally('a floor', 'floor ??= unevaluated(voter.says.approve);', ''),
  tally('the first floor speaks', 'floor ??= unevaluated', 'floor = unevaluated'),
  tally('a floor says what it is', 'floor ??= unevaluated(voter.says.approve)', 'floor ??= voter.says.approve'),
  tally(
    'a floor decides nothing yet',
    'floor ??= unevaluated(voter.says.approve);\n      return false;',
    'floor ??= unevaluated(voter.says.approve);\n      return true;',
  ),
  tally('changes', 'redactions.push(...voter.redactions);', ''),
  tally('marks', 'marks.push(...voter.marks);', ''),
  tally('marks of facts', '[...ballot.traits(question, guessed).marks]', '[]'),
  tally('a change decides nothing', "if (found === 'changes') return false;", "if (found === 'changes') return true;"),
  tally('the first rule decides', 'outcome = found;\n    return true;', 'outcome = found;\n    return false;'),
  tally('the default', 'outcome?.decision ?? otherwise', 'outcome?.decision'),
  tally('policies on trial', 'if (!isShadow) return {', 'if (otherwise !== null) return {'),
  tally('policies on trial are logged', 'if (decided !== undefined)\n    shadow', 'if (decided === null)\n    shadow'),
  tally(
    'a policy on trial reserves nothing',
    'redactions: [], reservations: [], marks: [], shadow }',
    'redactions: [], reservations: outcome?.reservations ?? [], marks: [], shadow }',
  ),
  tally(
    'a policy on trial changes nothing',
    'decision: undefined, redactions: [],',
    'decision: undefined, redactions,',
  ),
  tally('a policy on trial leaves no marks', 'marks: [], shadow }', 'marks, shadow }'),
  tally(
    'a policy on trial has no vote',
    'return { decision: undefined, redactions: []',
    'return { decision: decided, redactions: []',
  ),
  tally('redact decides nothing', "if (effect === 'redact') return 'changes';", ''),
  tally('an allow rule that is unknown', "if (effect === 'allow') return undefined;", ''),
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
    "due.state === 'cannot') return effect === 'approve' ? 'floor' : undefined;",
    "due.state === 'cannot') return effect === 'approve' ? undefined : undefined;",
  ),
  tally(
    'an amount that is unknown allows nothing',
    "if (due.state === 'cannot') return effect === 'approve' ? 'floor' : undefined;",
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
  tally('a floor under a denial', "decided?.effect === 'deny' || ", ''),
  tally('a floor under an approval', " || decided?.effect === 'approve') return decided", ') return decided'),
  tally('a floor over the rest', 'return floor;', 'return decided;'),
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

const policies = [
  decide('what is plain', 'if (!policy.isPlain(phase)) return', 'if (false) return'),
  decide(
    'only the strictest',
    '(strictest === undefined || isStricter(decision, strictest))',
    '(strictest === undefined)',
  ),
  decide('the first of equals', '(strictest === undefined || isStricter(decision, strictest))', 'true'),
  decide('nobody votes', "question.phase === 'result' ? PASSES : ALL_ABSTAIN", 'PASSES'),
  decide('results pass', "question.phase === 'result' ? PASSES : ALL_ABSTAIN", 'ALL_ABSTAIN'),
  decide('a denial asks for nothing', "if (winner.effect === 'deny') return", "if (winner.effect === 'redact') return"),
  decide('changes of all policies', 'votes.flatMap(({ redactions }) => redactions)', 'votes[0]?.redactions ?? []'),
  decide('marks of all policies', 'votes.flatMap((vote) => vote.marks)', '[]'),
  decide('marks once', '[...new Set(votes.flatMap((vote) => vote.marks))]', 'votes.flatMap((vote) => vote.marks)'),
  decide('reservations of all policies', 'votes.flatMap((vote) => vote.reservations)', 'votes[0]?.reservations ?? []'),
  decide(
    'what is changed is called so',
    "winner.effect === 'allow' && changes ? 'redact'",
    "changes === null ? 'redact'",
  ),
  decide('an approval stays one', "winner.effect === 'allow' && changes ? 'redact'", "changes ? 'redact'"),
  decide(
    'what changes nothing',
    "winner.effect === 'allow' && changes ? 'redact'",
    "winner.effect === 'allow' && redact.length > 0 ? 'redact'",
  ),
  decide('the result is changed', "phase === 'result' ? result : args", 'args'),
  decide('the highest score', 'Math.max(most, score)', 'score'),
  decide('the score', '...(score !== undefined && { score }), ...(shadow', '...(shadow'),
  decide('approve over allow', 'approve: 1', 'approve: 0'),
  decide('deny over approve', 'deny: 2', 'deny: 1'),
  decide('approvals have terms', '    ...winner.obligations,\n', ''),
  readings('requests and calls apart', 'speakers.filter((speaker) => speaker.phase === phase)', '[...speakers]'),
  readings('results have no default', "ballotOf('result'), undefined", "ballotOf('result'), noCall"),
  readings(
    'why a request is denied',
    "reading(ballotOf('request'), noRequest)",
    "reading(ballotOf('request'), noCall)",
  ),
  readings('a list is open', 'reading(calls, noCall, true)', 'reading(calls, noCall, false)'),
  readings(
    'rules on lists',
    "entries: reading(ballotOf('list'), undefined)",
    "entries: reading(ballotOf('result'), undefined)",
  ),
  readings('tests are not plain', 'tests.length === 0 && ', ''),
  readings('budgets are not plain', ' && charges === undefined', ''),
  readings('rules on trial are not plain', ' && !shadow;', ';'),
  readings('changes are not plain', 'isSimple && redactions.length === 0', 'isSimple'),
  readings('marks are not plain', ' && marks.length === 0', ''),
  policy('priorities', '.toSorted((a, b) => a.priority - b.priority)', ''),
  policy('policies on trial are not plain', "allPlain('call') && !isShadow", "allPlain('call')"),
  policy('marks of facts are not plain', ' && !leavesMarks', ''),
  policy('an entry that is hidden', "entry.decision?.effect === 'deny' ? entry : vote", 'vote'),
  policy('nobody knows the arguments of an entry', 'openScope(scope)', 'scope'),
  vote('abstention', "if (effect === 'abstain') return undefined;", ''),
  vote(
    'a default of approve',
    "if (effect === 'allow') return Object.freeze",
    "if (effect !== 'deny') return Object.freeze",
  ),
  vote('the code of a rule', 'rule.code ?? CODES[effect]', 'CODES[effect]'),
  vote('the reason of a rule', 'rule.reason ?? REASONS[effect]', 'REASONS[effect]'),
  vote('the terms of a rule', 'approval ?? DEFAULT_APPROVAL', 'DEFAULT_APPROVAL'),
];

export const tallyTarget = {
  name: 'tally',
  /** With the others of the language more minutes than a change should wait. */
  slow: true,
  package: 'packages/core-engine',
  tests: ['test/policy/decide.test.ts'],
  mutations: [...rules, ...charges],
};

export const policiesTarget = { ...tallyTarget, name: 'policies', mutations: policies };
