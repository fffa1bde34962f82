import { mutators, testsIn } from './mutation.mjs';

/** What is changed in the deciding of core-engine, one at a time. The property tests are left out: these cases must do. */

const [decide, policy, ballot] = mutators('src/policy', ['decide', 'policy', 'ballot']);
const [rule, selector, facts] = mutators('src/policy/match', ['rule', 'selector', 'facts']);
const [index, glob] = mutators(
  'src/policy/match',
  ['name-index', 'glob'],
  ...testsIn('policy', 'name-index', 'decide'),
);
const [remember] = mutators('src/policy/match', ['remember'], ...testsIn('policy', 'remember'));

const precedence = [
  decide('an odd tool', 'isOdd(tool) || ', ''),
  decide('an odd resource', 'isOdd(resource) || ', ''),
  decide('an odd prompt', ' || isOdd(prompt)', ''),
  decide('what is odd', 'name !== undefined && ODD.test(name)', 'false'),
  decide('the strictest speaks', '|| isStricter(vote, strictest))', '|| true)'),
  decide('one vote', 'strictest === undefined || isStricter(vote, strictest)', 'strictest === undefined'),
  decide('nobody votes', 'strictest ?? ALL_ABSTAIN', "strictest ?? { effect: 'allow' }"),
  policy('priorities', '.toSorted((a, b) => a.priority - b.priority)', ''),
  policy('low priorities first', 'a.priority - b.priority', 'b.priority - a.priority'),
  ballot('an earlier rule of another shelf', 'if (first !== undefined && voter.rank >= first.rank) break;', ''),
  ballot(
    'only an earlier one',
    'if (first !== undefined && voter.rank >= first.rank) break;',
    'if (first !== undefined) break;',
  ),
  ballot('the subject', 'if (!voter.speaksOf(question)) continue;\n          if', 'if'),
  ballot('the other selectors', 'if (voter.covers(question, traits ?? NO_TRAITS)) first', 'first'),
  ballot(
    'traits where they are asked for',
    'if (voter.needsTraits) traits ??= readTraits(question, guessed);\n          if',
    'if',
  ),
  ballot('the shorter shelves', 'shelf = shelf.shorter) {', 'shelf = undefined) {'),
  ballot('a resource beside a tool', 'tool !== undefined && resource === undefined &&', 'tool !== undefined &&'),
  ballot(
    'a prompt beside a tool',
    'resource === undefined && prompt === undefined) return findTool',
    'resource === undefined) return findTool',
  ),
  ballot('resources by their own index', 'findResource(resource)', 'findTool(resource)'),
  ballot(
    'a prompt beside a resource',
    'resource !== undefined && prompt === undefined) return',
    'resource !== undefined) return',
  ),
  ballot('prompts by their own index', 'findPrompt(prompt)', 'findTool(prompt)'),
];

const selecting = [
  rule('the selector of servers', 'selectsOne(selector, server)', 'true'),
  rule('the selector of methods', 'selectsOne(selector, method)', 'true'),
  rule('the selector of agents', 'selectsOne(selector, principal.id)', 'true'),
  rule('the selector of environments', 'selectsOne(selector, environment)', 'true'),
  rule('the selector of roles', 'selects(selector, principal.roles)', 'true'),
  rule('labels', 'if (labels !== undefined) {', 'if (labels === null) {'),
  rule(
    'each label',
    'for (const [key, value] of wanted) if (',
    'for (const [key, value] of [...wanted].slice(1)) if (',
  ),
  rule('the value of a label', ' || has[key] !== value) return false;', ') return false;'),
  rule(
    'all labels',
    'has[key] !== value) return false;\n  return true',
    'has[key] !== value) return false; else return true;\n  return true',
  ),
  rule('every selector counts', 'tests.every(', 'tests.some('),
  rule('subjects are alternatives', 'named.some(({ kind', 'named.every(({ kind'),
  rule('a subject that is not there', 'name !== undefined && selectsOne', 'name === undefined || selectsOne'),
  rule('rules without subjects', 'speaksOf: () => true, parts: []', 'speaksOf: () => false, parts: []'),
  rule(
    'only exclusions, found by any name',
    'selector.positive.length === 0 ? ANY_NAME : selector.heads',
    'selector.heads',
  ),
  rule(
    'rules about another kind',
    'if (selector === undefined) return NO_NAME;',
    'if (selector === undefined) return ANY_NAME;',
  ),
  selector('exclusions', '!meetsAny(excluded, value) && ', ''),
  selector('only exclusions', '(positive.length === 0 || meetsAny(positive, value))', 'meetsAny(positive, value)'),
  selector('positive entries', '(positive.length === 0 || meetsAny(positive, value))', 'true'),
  selector('exclusions of lists', 'if (someMeets(selector.excluded, unwanted)) return false;', ''),
  selector(
    'exclusions see the other side',
    'someMeets(selector.excluded, unwanted)',
    'someMeets(selector.excluded, wanted)',
  ),
  selector('only exclusions, of lists', 'return selector.positive.length === 0 || someMeets', 'return someMeets'),
  selector('each value of a list', 'if (meetsAny(globs, value)) return true;\n', 'return meetsAny(globs, value);\n'),
  selector('each entry', 'if (glob(value)) return true;', 'return glob(value);'),
];

const hints = [
  rule('actions in a rule', 'if (actions !== undefined) {', 'if (actions === null) {'),
  rule('categories in a rule', 'if (categories !== undefined) {', 'if (categories === null) {'),
  rule('actions need traits', 'actions !== undefined || categories', 'categories'),
  rule('categories need traits', 'actions !== undefined || categories !== undefined,', 'actions !== undefined,'),
  rule(
    'no action: only denials',
    "return effect !== 'allow' && selects(selector, []);",
    'return selects(selector, []);',
  ),
  rule(
    'no action: only by exclusions',
    "return effect !== 'allow' && selects(selector, []);",
    "return effect !== 'allow';",
  ),
  rule('the action itself', 'return selectsOne(selector, action);', 'return true;'),
  rule(
    'a guess brings under a denial',
    ': selects(selector, suspected, certain);',
    ': selects(selector, certain, certain);',
  ),
  rule(
    'a guess keeps out of no denial',
    ': selects(selector, suspected, certain);',
    ': selects(selector, suspected, suspected);',
  ),
  rule(
    'a guess brings under no allowance',
    'known && selects(selector, certain, suspected)',
    'known && selects(selector, suspected, suspected)',
  ),
  rule(
    'a guess keeps out of an allowance',
    'known && selects(selector, certain, suspected)',
    'known && selects(selector, certain, certain)',
  ),
  rule('an allowance needs a fact', 'known && selects(', 'selects('),
  facts('facts about this tool', 'if (fact.match(tool)) facts', 'facts'),
  facts('facts of every shelf', 'shelf = shelf.shorter', 'shelf = undefined'),
  facts('traits of one server', 'traits: isSameEverywhere ? gather', 'traits: true ? gather'),
  facts('facts about this server', '|| selectsOne(servers, server)', '|| true'),
  facts('the server is passed on', 'gather(facts, server, hinted.size', "gather(facts, '', hinted.size"),
  facts('facts make known', 'known: applied.length > 0', 'known: true'),
  facts('the strictest action', 'ACTIONS.findLast(', 'ACTIONS.find('),
  facts('guesses join what is certain', 'new Set([...certain, ...hints])', 'certain'),
  facts('what is certain is suspected', 'new Set([...certain, ...hints])', 'hints'),
  facts('guesses without facts', 'certain.size === 0 ? hints :', 'certain.size === 0 ? certain :'),
  facts('hints join guesses', 'new Set([...suggested, ...hinted])', 'suggested'),
  facts('hints beside facts', ' && hinted.size === 0) return traits', ') return traits'),
  rule(
    'what the server says of destruction',
    'if (annotations?.destructive !== true)',
    'if (annotations?.destructive === undefined)',
  ),
  rule(
    'the open world alone',
    'annotations?.openWorld === true ? OPEN_WORLD',
    'annotations?.openWorld === true ? NO_HINTS',
  ),
  rule('both hints', 'annotations.openWorld === true ? BOTH', 'annotations.openWorld === true ? NO_HINTS'),
  facts('the name of the tool', 'readName(tool, find(tool))', "readName('', find(tool))"),
];

const finding = [
  index('whole names apart', 'put(whole ? wholes : beginnings', 'put(whole ? beginnings : beginnings'),
  index('beginnings apart', 'put(whole ? wholes : beginnings', 'put(whole ? wholes : wholes'),
  index(
    'every head',
    'put(whole ? wholes : beginnings, text, entry);',
    'put(whole ? wholes : beginnings, text, entry), 0; break;',
  ),
  index('every entry of a head', 'else there.push(entry);', ''),
  index('names and their beginnings', 'shorter: longest(shelves, head) }', 'shorter: undefined }'),
  index('the longest name', 'name.length > longestName', 'name.length >= longestName'),
  index('names without a shelf', '?? longest(shelves, name);', '?? undefined;'),
  index('order of heads', '[...beginnings.keys()].toSorted()', '[...beginnings.keys()]'),
  index('shorter heads', 'shorter: climb(shelves.at(-1), head)', 'shorter: shelves.at(-1)'),
  index('no shorter heads', 'shorter: climb(shelves.at(-1), head)', 'shorter: undefined'),
  index('a head that is the name', "?? '') <= name", "?? '') < name"),
  index('the shelf before', 'climb(shelves[low - 1], name)', 'climb(shelves[low], name)'),
  index('other beginnings', '!name.startsWith(shelf.head)) shelf', 'false) shelf'),
  glob('a head ends at a wildcard', 'runs.slice(0, wildcard === -1 ? runs.length : wildcard)', 'runs'),
  glob('`?` makes no whole name', 'whole: wildcard === -1 && ', 'whole: '),
  glob('`*` makes no whole name', ' && pieces.length === 1 }', ' }'),
];

const remembering = [
  remember('long names', 'if (name.length > LONGEST_NAME) return find(name);', ''),
  remember('names at the bound', 'name.length > LONGEST_NAME', 'name.length >= LONGEST_NAME'),
  remember('the young', 'if (known !== undefined) return known;', ''),
  remember('the old', 'old.get(name) ?? find(name)', 'find(name)'),
  remember('the key', 'young.set(name, found)', 'young.set(name.slice(0, 1), found)'),
  remember('the number of names', 'young.size >= MOST_NAMES || ', ''),
  remember('bytes', ' || bytes + size > MOST_BYTES) {', ') {'),
  remember('bytes of a name', '2 * name.length + ', ''),
  remember('bytes of what is found', ' + sizeOf(found)', ''),
  remember('the sum', 'bytes += size;', ''),
  remember('a sum from zero', 'young = new Map();\n      bytes = 0;', 'young = new Map();'),
  remember('the old are dropped', 'old = young;', 'for (const [one, of] of young) old.set(one, of);'),
  remember('too large to keep', 'if (size > MOST_BYTES) return found;', ''),
];

export const decideTarget = {
  name: 'decide',
  package: 'packages/core-engine',
  tests: testsIn('policy', 'decide', 'vote', 'name-index', 'remember'),
  /** Every choice in these files must be the place of a mutation. */
  complete: {
    files: ['match/selector', 'match/remember'].map((name) => `src/policy/${name}.ts`),
    site: /\bif \(|\?\?|&& |\|\| | \? (?!\[\])/,
  },
  mutations: [...precedence, ...selecting, ...hints, ...finding, ...remembering],
};
