import { mutators, testsIn } from './mutation.mjs';

/** What is changed in joining policy with other decision points, and in what entries of lists and paths are judged by. */

const points = testsIn('call', 'points');
const [join, opinion] = mutators('src/policy', ['join', 'opinion'], ...points);
const [openScope] = mutators(
  'src/policy',
  ['open-scope'],
  ...testsIn('policy', 'list-open'),
  ...testsIn('policy', 'decide'),
);
const [inside] = mutators('src/destination', ['inside'], ...testsIn('destination', 'inside'));

const joined = [
  join(
    'the stricter',
    'isStricter(second, first) ? [second, first] : [first, second]',
    'isStricter(second, first) ? [first, second] : [second, first]',
  ),
  join(
    'of equal ones the first',
    'isStricter(second, first) ? [second, first] : [first, second]',
    'isStricter(first, second) ? [first, second] : [second, first]',
  ),
  join('the terms of both', 'withApprovals(bare(winner), [loser])', 'bare(winner)'),
  join('what both ask for', '[voteOf(first), voteOf(second)]', '[voteOf(second)]'),
  join('what the other asks for', '[voteOf(first), voteOf(second)]', '[voteOf(first)]'),
  join('reservations', 'reservations: reservations ?? [],', 'reservations: [],'),
  join('trials', 'shadow: shadow ?? [],', 'shadow: [],'),
  join('an approval', '...(approval && { obligations: { approval } }),', ''),
  opinion(
    'an effect that there is not',
    'const found = words.find((one) => one === given);',
    'const found = words.find((one) => one === given) ?? words[0];',
  ),
  opinion(
    'an approval of what is there',
    "if (effect === 'approve' && phase !== 'call' && phase !== 'request') throw",
    "if (effect === 'approve' && phase === undefined) throw",
  ),
  opinion(
    'texts',
    'if (text !== undefined) texts[key] = string(text);',
    'if (text !== undefined) texts[key] = String(text);',
  ),
  opinion('the code of a denial', "if (effect === 'deny') texts.code ??= DENIED;", ''),
  opinion('the code of an approval', "if (effect === 'approve') texts.code ??= APPROVAL;", ''),
  opinion(
    'a change of nothing',
    "if (effect === 'redact' && obligations.redact === undefined) throw",
    'if (effect === null) throw',
  ),
  opinion('unknown obligations', "if (Object.keys(rest).length > 0) throw odd('an unknown obligation');", ''),
  opinion(
    'an approval that nobody asked for',
    "if (approval !== undefined && effect !== 'approve') throw",
    'if (approval === null) throw',
  ),
  opinion(
    'the terms of an approval',
    'approval === undefined ? DEFAULT_APPROVAL : readApproval(approval)',
    'DEFAULT_APPROVAL',
  ),
  opinion(
    'changes of other things',
    "if (Object.keys(rest).length > 0) throw odd('a change of something other than a path');",
    '',
  ),
  opinion('an empty path', "if (steps.length === 0) throw odd('an empty path');", ''),
  opinion(
    'an object',
    "if (typeof given !== 'object' || given === null || Array.isArray(given)) throw odd('no object');",
    '',
  ),
  opinion('a list', "if (!Array.isArray(given)) throw odd('no list');", 'if (!Array.isArray(given)) return [];'),
  opinion('a list without holes', 'return Array.from(given);', 'return given;'),
  opinion('a count', '(given as number) < least', 'false'),
  openScope('arguments', 'args: NOT_YET', "args: 'x'"),
  openScope(
    'the session',
    'const { session, findings, usage, ...known } = question;',
    'const { findings, usage, ...known } = question;',
  ),
  openScope(
    'findings',
    'const { session, findings, usage, ...known } = question;',
    'const { session, usage, ...known } = question;',
  ),
  openScope('text', 'text: undefined,', 'text: extracts.text,'),
  openScope('URLs', 'urls: undefined,', 'urls: extracts.urls,'),
  openScope('hosts of a tool', 'question.resource === undefined ? undefined : extracts.hosts', 'extracts.hosts'),
  openScope('hosts of a resource', 'question.resource === undefined ? undefined : extracts.hosts', 'undefined'),
  inside('what has no steps', 'if (way === undefined) return undefined;', 'if (way === undefined) return false;'),
  inside(
    'each step',
    '.every((step, index) => steps[index] === step)',
    '.every((step, index) => steps[index]?.startsWith(step))',
  ),
  inside('roots that cannot be judged', '{\n      isUnclear = true;\n', '{\n'),
  inside('roots with a mistake', 'checkRoot(root) === undefined ? wayOf(root) : undefined', 'wayOf(root)'),
  inside('a root from nowhere', "if (!root.startsWith('/')) return", "if (root === '') return"),
  inside('a root that somebody may decode', 'if (UNCLEAR.test(root)) return', "if (root === '') return"),
  inside('.. in a root', '/\\/\\.{1,2}(?:\\/|$)/.test(root)', "(root === '')"),
  inside('.. in a path', "if (name === '..') steps.pop();\n    else if", 'if'),
  inside('. in a path', "name !== '' && name !== '.'", "name !== ''"),
  inside(
    'what looks like a root or does not',
    'if (!isPlain && READINGS.some((_, reading) => isBelow(way, top, reading) !== isInside)) isUnclear = true;\n    else if (isInside)',
    'if (isInside)',
  ),
  inside('another normal form', ".normalize('NFC')", ''),
  inside('white space at the ends of a name', 'name.slice(start, end)', 'name.slice(0)'),
  inside('.. between what looks alike', 'resolve(read(plain))', "read(resolve(plain).join('/')).split('/')"),
  inside('every reading', 'READINGS.some((_, reading)', 'READINGS.slice(0, 2).some((_, reading)'),
  inside('white space around names', "(path) => path.split('/').map(trim).join('/'),", ''),
  inside('white space at the end', '(path) => path.slice(0, edgesOf(path).end),', ''),
  inside('roots that are read in several ways', 'way.length === 1 && top.length === 1', 'way.length === 1'),
  inside('relative paths', "!plain.startsWith('/') || ", ''),
  inside('what somebody may decode', '|| UNCLEAR.test(plain)) return undefined', ') return undefined'),
  inside('hosts', ' || !/^(?:localhost)?$/i.test(host)', ''),
  inside('what ends a path in a URL', 'UNCLEAR_IN_URL.test(path) || ', ''),
  inside('case', 'steps[index] === step', 'steps[index]?.toLowerCase() === step.toLowerCase()'),
];

export const opinionsTarget = {
  name: 'opinions and paths',
  package: 'packages/core-engine',
  tests: [...points, ...testsIn('policy', 'list-open', 'decide'), ...testsIn('destination', 'inside')],
  mutations: joined,
};
