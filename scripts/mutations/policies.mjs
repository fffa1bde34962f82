import { mutators, testsIn } from './mutation.mjs';

/** What is changed in weighing policies against each other, and in what a rule says. */

const [decide, readings, policy, vote, approval] = mutators('src/policy', [
  'decide',
  'readings',
  'policy',
  'vote',
  'approval',
]);

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
  decide('changes of all policies', 'gather(votes, ({ changes }) => changes)', 'votes[0]?.changes ?? []'),
  decide('marks of all policies', 'gather(votes, ({ marks }) => marks)', '[]'),
  decide('marks once', '[...new Set(gather(votes, ({ marks }) => marks))]', 'gather(votes, ({ marks }) => marks)'),
  decide(
    'reservations of all policies',
    'gather(votes, ({ reservations }) => reservations)',
    'votes[0]?.reservations ?? []',
  ),
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
  decide('the score', '...(score !== undefined && { score }),', ''),
  decide('what is not known', '...(unsure.length > 0 && { unsure }),', ''),
  decide(
    'who changes',
    'winner.rule === undefined && changes ? changerOf',
    'winner.rule === null && changes ? changerOf',
  ),
  decide('who decides is named before who changes', 'winner.rule === undefined && changes', 'changes'),
  decide(
    'the first who changes something',
    'others.length === 0 ? only : changes.find(',
    'only !== null ? only : changes.find(',
  ),
  decide('the terms of all policies', 'votes.flatMap(({ decision }) => decision ?? [])', '[]'),
  decide(
    'policies of names alone are joined',
    "vote?.effect === 'approve' && strictest?.effect === 'approve'",
    'false',
  ),
  approval('the shortest time', 'Math.min(one.ttl, other.ttl)', 'one.ttl'),
  approval('the most people', 'Math.max(one.quorum, other.quorum)', 'one.quorum'),
  approval('nobody is both', 'return both.length === 0 ? undefined : both;', 'return both;'),
  approval('nobody can give it', 'return nobodyCan(decided);', 'return decided;'),
  approval('each of several', 'of others) {', 'of others.slice(0, 1)) {'),
  approval('a denial asks for nobody', '{ obligations, ...decided }: Decision', '{ ...decided }: Decision'),
  approval('everybody and some', 'if (some.length === 0) return others;', ''),
  approval('some and everybody', 'if (others.length === 0) return some;', ''),
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
