import { mutators, testsIn } from './mutation.mjs';

/** What is changed in the operators of conditions. */

const [truth, compare] = mutators('src/condition', ['truth', 'compare']);
const [dynamic] = mutators('src/policy/match', ['dynamic'], ...testsIn('policy', 'decide'));
const [operator, structured] = mutators('src/condition/structured', ['operator', 'structured']);

const operators = [
  truth('not of what is unknown', 'truth === undefined ? undefined : !truth', '!truth'),
  truth('all: one that is false', 'if (one === false) return false;', ''),
  truth(
    'all: one that is unknown',
    'if (one === false) return false;\n    if (one === undefined) truth = undefined;',
    'if (one === false) return false;',
  ),
  truth('any: one that is true', 'if (one === true) return true;', ''),
  truth(
    'any: one that is unknown',
    'if (one === true) return true;\n    if (one === undefined) truth = undefined;',
    'if (one === true) return true;',
  ),
  operator('ne', "['ne', negated(isEqual)]", "['ne', isEqual]"),
  operator('lt', 'difference < 0', 'difference <= 0'),
  operator('le', 'difference <= 0', 'difference < 0'),
  operator('gt', 'difference > 0', 'difference >= 0'),
  operator('ge', 'difference >= 0', 'difference > 0'),
  operator('not_in', "['not_in', negated(isOneOf)]", "['not_in', isOneOf]"),
  operator('in', 'any(values, (value) => equal(found, value, cost))', 'equal(found, values[0] as Value, cost)'),
  operator('contains: a list', 'any(found, (item) => equal(item, value, cost))', 'undefined'),
  operator(
    'contains: text',
    "typeof value === 'string' ? holds(found, value, cost) : undefined",
    "typeof value === 'string' ? found === value : undefined",
  ),
  operator('startswith', 'found.startsWith(value)', 'found.includes(value)'),
  operator('endswith', 'found.endsWith(value)', 'found.includes(value)'),
  operator('regex', '? pattern(found) : undefined', '? found !== undefined : undefined'),
  compare('what is not exact', 'if (isOpaque(one) || isOpaque(other)) return undefined;', ''),
  compare('across types', 'typeof one !== typeof other ? undefined : false', 'false'),
  compare('null', 'one === null || other === null || ', ''),
  compare('lists of other lengths', 'if (one.length !== other.length) return false;', ''),
  compare('maps of other sizes', 'if (one.size !== other.size) return false;', ''),
  compare('text is no number', "if (typeof one !== 'string' || typeof other !== 'string') return undefined;", ''),
  structured(
    'all and any apart',
    "(form.key === 'all' ? allOf(clauses) : anyOf(clauses))",
    "(form.key === 'all' ? anyOf(clauses) : allOf(clauses))",
  ),
  structured('not', 'return clause && notOf(clause);', 'return clause;'),
  structured(
    'a field that is missing',
    'found === undefined ? undefined : test(found, cost)',
    'found === undefined ? false : test(found, cost)',
  ),
  structured('exists', ': found !== undefined;', ': found === undefined;'),
  dynamic('all tests: one is false', 'if (one === false) return false;', ''),
  dynamic('all tests: one is unknown', 'if (one === undefined) truth = undefined;', ''),
  dynamic('the score of a finding', '!(score < least) && ', ''),
  dynamic('the score at the bound', '!(score < least)', 'score > least'),
  dynamic('the type of a finding', '(types === undefined || selectsOne(types, type))', 'true'),
  dynamic(
    'nothing was scanned',
    'if (findings === undefined) return undefined;',
    'if (findings === undefined) return false;',
  ),
  dynamic('hosts of an entry', "if (question.phase === 'list' && hosts === undefined) return undefined;", ''),
];

export const conditionTarget = {
  name: 'conditions',
  package: 'packages/core-engine',
  tests: [...testsIn('condition', 'structured'), ...testsIn('policy', 'decide')],
  mutations: operators,
};
