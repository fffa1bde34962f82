/** What is changed in the operators of conditions, and in what is spent. */

const at = (folder, file) => (why, find, replace) => ({ file: `src/${folder}/${file}.ts`, why, find, replace });
const [truth, compare, dynamic] = [at('condition', 'truth'), at('condition', 'compare'), at('policy/match', 'dynamic')];
const [operator, structured] = ['operator', 'structured'].map((file) => at('condition/structured', file));
const [budget, rate, scope, counter, memory, reserve, amount] = [
  ...['budget', 'rate', 'scope', 'counter', 'memory', 'reserve', 'amount'],
].map((file) => at('usage', file));

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
  dynamic('nothing was scanned', 'question.findings?.some(meets)', '(question.findings ?? []).some(meets)'),
  dynamic('hosts of an entry', "question.phase === 'list' && hosts === undefined ? undefined : ", ''),
];

const spending = [
  budget('an amount that is missing', 'amount === undefined || amount < 0n || ', ''),
  budget('nobody knows what is spent', 'usage === undefined || ', ''),
  budget('exactly the limit', '+ amount <= budget.limit', '+ amount < budget.limit'),
  budget('what is spent', 'usage.spent(budgetKey(budget, scope)) + amount', 'amount'),
  budget('the longest window', 'Math.max(0, ...windows', 'Math.min(0, ...windows'),
  budget('a life and a window', 'amount, keep: longest }', 'amount }'),
  rate('one more call', '+ wholeAmount <= BigInt(calls)', '<= BigInt(calls)'),
  rate('the burst', 'if (burst >= limit) return [all];', 'return [all];'),
  rate('nobody knows the rate', 'if (usage === undefined || scope === undefined)', 'if (scope === undefined)'),
  scope('per global', "if (per === 'global') return per;", ''),
  scope('per agent', "if (per === 'agent') return", "if (per === 'session') return"),
  counter('a window', 'if (at > now - window) sum', 'sum'),
  counter('the edge of a window', 'at > now - window', 'at >= now - window'),
  counter('what counts ever', 'this.#ever += ever;', ''),
  counter('what is given back', 'this.#ever -= ever;', ''),
  counter('what is given back to a window', 'if (entry) this.#entries.delete(entry);', ''),
  memory('a version that has changed', '!== version) return undefined;', '=== null) return undefined;'),
  memory('a change is a new version', 'counter.version = ++changes;\n    counter.asked', 'counter.asked'),
  memory('giving back is a change', 'part.counter.version = ++changes;', ''),
  memory('giving back once', 'holds.set(hold, []);', ''),
  reserve(
    'deciding again',
    'if (hold !== undefined) return { decided, hold };',
    'return { decided, ...(hold && { hold }) };',
  ),
  reserve('a key that was not read', 'if (decided.reservations.length > 0) throw', 'if (decided === null) throw'),
  amount('rounding up', '(digits + divisor - 1n) / divisor', 'digits / divisor'),
  amount('text is no amount', "if (typeof value !== 'number') return undefined;", ''),
  amount('the most', 'amount > mostAmount ? undefined : amount;\n}\n\n/** `digits`', 'amount;\n}\n\n/** `digits`'),
];

export const conditionTarget = {
  name: 'conditions',
  /** With the others of the language more minutes than a change should wait. */
  slow: true,
  package: 'packages/core-engine',
  tests: ['test/policy/decide.test.ts', 'test/condition/structured.test.ts'],
  mutations: operators,
};

export const usageTarget = {
  name: 'usage',
  /** With the others of the language more minutes than a change should wait. */
  slow: true,
  package: 'packages/core-engine',
  tests: ['amount', 'counter', 'fit', 'memory', 'reserve'].map((name) => `test/usage/${name}.test.ts`),
  mutations: spending,
};
