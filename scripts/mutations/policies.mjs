import { mutators, testsIn } from './mutation.mjs';

/** What is changed in weighing policies against each other, and in what a rule says. */

const [decide, readings, policy, vote] = mutators('src/policy', ['decide', 'readings', 'policy', 'vote']);

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

export const policiesTarget = {
  name: 'policies',
  package: 'packages/core-engine',
  tests: testsIn('policy', 'decide'),
  mutations: policies,
};
