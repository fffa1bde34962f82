import { mutators, testsIn } from './mutation.mjs';

/** What is changed in warning of budgets that are walked around, and of rules about lists that do nothing. */

const [uncounted, idle] = mutators('src/policy/lint', ['uncounted', 'idle']);

const walkedAround = [
  uncounted('budgets that count calls', 'amount === undefined || effect', 'effect'),
  uncounted('other rules than allow', "effect !== 'allow' || ", ''),
  uncounted('rules on trial', 'rule.shadow || !refuses', '!refuses'),
  uncounted('budgets that refuse nothing', ' || !refuses) continue', ') continue'),
  uncounted('nothing lets it pass', 'if (lets === undefined) continue;', ''),
  uncounted('others on trial', 'other.rule.shadow || other', 'other'),
  uncounted('changes stop nothing', " || other.effect === 'redact') continue", ') continue'),
  uncounted('rules of other calls', "overlap === undefined || overlap === 'unsure'", "overlap === 'unsure'"),
  uncounted('a rule that stops it', "if (other.effect !== 'allow') {", "if (other.effect === 'redact') {"),
  uncounted('what does not hold stops nothing', 'truth !== false && isInside', 'isInside'),
  uncounted('what stops some of it', ' && isInside(reach, other, effort) === true', ''),
  uncounted('what stands above allows nothing', 'at > index && ', ''),
  uncounted('what may not hold', 'truth === true && ', ''),
  uncounted('what counts', ' && other.rule.charges?.budget === undefined', ''),
  uncounted('the default', `byDefault === 'allow' ? '"default: allow"' : undefined`, `'"default: allow"'`),
  uncounted('findings', "if (tests.some(({ key }) => key !== 'when')) return false;", ''),
  uncounted('the tool', "...(tool !== undefined && tool !== '' && { tool })", ''),
];

const idling = [
  idle('rules about lists', "reaches.filter(({ phase }) => phase === 'list')", 'reaches.slice()'),
  idle('rules that hide', "if (effect !== 'allow') continue;", ''),
  idle('what a denial would hide', 'if (entries.slice(index + 1).some(hides)) continue;', ''),
  idle('a denial above', 'slice(index + 1)', 'slice(0)'),
  idle('denials alone', "other.effect === 'deny' && ", ''),
  idle('denials of other entries', ' && overlapOf(reach, other, effort) !== undefined', ''),
];

export const lintTarget = {
  name: 'warnings',
  package: 'packages/core-engine',
  tests: testsIn('policy/lint', 'lint'),
  mutations: [...walkedAround, ...idling],
};
