import { mutators, testsIn } from './mutation.mjs';
import { told } from './telling.mjs';

/** What is changed in how a message is read as questions, asked of policy and of other decision points. */

const tests = (...names) => testsIn('call', ...names);
const of = (file, ...names) => mutators('src/call', [file], ...tests(...names))[0];
const question = of('question', 'asked', 'scan', 'reviewed');
const consult = of('consult', 'points');
const inner = of('inner', 'inner', 'handle', 'points');
const join = of('join', 'several');
const list = of('list', 'list');
const subjects = of('subjects', 'subjects');
const session = of('session', 'session-calls', 'asked');
const call = of('call', 'subjects', 'asked', 'handle');
const review = of('review', 'reviewed', 'points', 'several', 'scan');

const asked = [
  question('about the result', "known.result === undefined ? call.phase : 'result'", 'call.phase'),
  question('the agent', 'this.principal = known.principal;', "this.principal = { id: '', roles: [] };"),
  question('the environment', 'this.environment = scene.environment;', "this.environment = '';"),
  question('the server', 'this.server = scene.where.server;', "this.server = '';"),
  question('the time', 'this.now = known.now;', 'this.now = 0;'),
  question('the session', 'if (known.session !== undefined) this.session = known.session;', ''),
  question('the tool', 'if (subject.tool !== undefined) this.tool = subject.tool;', ''),
  question('the resource', 'if (subject.resource !== undefined) this.resource = subject.resource;', ''),
  question('the prompt', 'if (subject.prompt !== undefined) this.prompt = subject.prompt;', ''),
  question('findings', 'if (known.findings !== undefined) this.findings = known.findings;', ''),
  question('the result', 'if (known.result !== undefined) this.result = known.result;', ''),
  question('what the server claims', 'if (annotations !== undefined) this.annotations = annotations;', ''),
  question('arguments are those of this call', 'this.#args ??= readArgs(this.#call);', 'this.#args ??= NOTHING;'),
  question(
    'the argument of a completion',
    "typeof key === 'string' && value ? new Map([[key, readValue(bytes, value)]]) : NOTHING",
    'NOTHING',
  ),
  question('a completion has the one argument', "if (method === 'completion/complete') {", "if (method === '') {"),
  question(
    'a subscription has none',
    "args === undefined || method === 'subscriptions/listen' ? NOTHING",
    'args === undefined ? NOTHING',
  ),
  consult('what policy denies is not asked', "if (decision.effect === 'deny') break;", ''),
  consult('what others say', 'if (opinion !== undefined) decision = join(decision, opinion, question);', ''),
  consult('the answer is awaited', 'await point(question)', 'point(question)'),
  join(
    'what is changed for each',
    'decisions.flatMap(({ obligations }) => obligations?.redact ?? [])',
    'first.obligations?.redact ?? []',
  ),
  join(
    'marks of each',
    'decisions.flatMap(({ obligations }) => obligations?.marks ?? [])',
    'first.obligations?.marks ?? []',
  ),
  join('reservations of each', 'decisions.flatMap((one) => one.reservations ?? [])', 'first.reservations ?? []'),
  join('trials of each', 'decisions.flatMap((one) => one.shadow ?? [])', 'first.shadow ?? []'),
  join(
    'one that is changed',
    "decisions.some(({ effect }) => effect === 'redact') && { effect: 'redact' }",
    "first.effect === 'redact' && { effect: 'redact' }",
  ),
  session('the calls before', 'return { id, marks, calls: before };', 'return { id, marks, calls };'),
  session('one more', 'calls += 1;', ''),
  session('marks', 'for (const label of labels) marks.add(label);', ''),
  call('requests of servers', "from === 'server' ? 'request' : 'call'", "'call'"),
  call('tasks', "request.method === 'tools/call' && request.params?.get('task') !== undefined", 'false'),
  review('a result that nobody can read alike', 'readResult(came, span)', 'readResult(came, { start: 0, end: 0 })'),
  review('rules about each', "decisions.find(({ effect }) => effect === 'deny') ??", ''),
  review('nothing to judge', '?? FAULT;', "?? { effect: 'allow' };"),
  review('answers of servers to us', "|| call.from === 'server' ", ''),
];

const carried = [
  inner('one denied', "if (decision.effect !== 'allow') return decision;", ''),
  inner(
    'one that would be changed',
    "if (decision.effect === 'redact') return cannotChange(decision, 'a request inside of another message');",
    '',
  ),
  inner('one that would be counted', 'decision.reservations === undefined ? undefined : CANNOT_COUNT', 'undefined'),
  inner(
    'one that nobody can read alike',
    "if (question === 'malformed') return { kind: 'malformed' };\n    const decision = objection",
    "if (question === 'malformed') continue;\n    const decision = objection",
  ),
  inner('other points are asked', 'if (verdict !== undefined || !points?.length) return verdict;', 'return verdict;'),
  inner(
    'what policy denies stays denied',
    'if (verdict !== undefined || !points?.length) return verdict;',
    'if (!points?.length) return verdict;',
  ),
  inner('a point that fails', '.catch(() => POINT_FAULT)', ".catch((): Decision => ({ effect: 'allow' }))"),
  inner(
    'a point that denies',
    'const decision = objection(decided);',
    "const decision = decided.effect === 'redact' ? decided : undefined;",
  ),
  inner('keys that look alike', "if (carrier.hasLookAlike(carrierKeys)) return yield 'malformed';", ''),
  inner(
    'a key twice',
    'isUnambiguous(bytes, requests) ? fields(bytes, requests) : undefined',
    'fields(bytes, requests)',
  ),
  inner(
    'requests that are none',
    "if (inner === undefined) return yield 'malformed';",
    'if (inner === undefined) return;',
  ),
  inner(
    'a request that is none',
    "|| request.hasLookAlike(requestKeys)) return yield 'malformed'",
    ") return yield 'malformed'",
  ),
  inner('arguments', 'params === undefined ? NOTHING : readValue(bytes, params)', 'NOTHING'),
  list('what is denied', "if (decide(policies, question).effect === 'deny') hidden.add(index);", ''),
  list('keys that look alike', 'if (result.hasLookAlike(list.resultKeys)) return undefined;', ''),
  list('entries that are none', 'entries === undefined || entries.length > mostEntries', 'entries === undefined'),
  list(
    'too many entries',
    'if (entries === undefined || entries.length > mostEntries) return undefined;',
    'if (entries === undefined) return { bytes, unreadable: 0 };',
  ),
  list(
    'an entry that nobody can read alike',
    'isUnambiguous(bytes, entry) ? fields(bytes, entry) : undefined',
    'fields(bytes, entry)',
  ),
  list('an entry that cannot be read', 'unreadable += 1;\n      hidden.add(index);', 'unreadable += 1;'),
  list('an entry that cannot be read is counted', 'unreadable += 1;', ''),
  list('names that look alike', 'entry === undefined || entry.hasLookAlike(list.entryKeys)', 'entry === undefined'),
  list('what was claimed before', 'before || now ? { ...before, ...now } : undefined', 'now'),
  list('what is claimed now', 'before || now ? { ...before, ...now } : undefined', 'before'),
  list('claims are kept', 'if (now) claims.learn(tool, now);', ''),
  list('a claim is true', 'value !== undefined && readBoolean(bytes, value) === true', 'value !== undefined'),
  list('the same bytes', 'if (hidden.size === 0) return { bytes, unreadable };', ''),
];

const named = [
  subjects('a name that is missing', 'if (span === undefined) return wrongType;', "if (span === undefined) return '';"),
  subjects('long names', 'if (span.end - span.start > limits.name + 2) return', 'if (span.end < span.start) return'),
  subjects('names that are none', 'if (name === undefined) return wrongType;', "if (name === undefined) return '';"),
  subjects('names that nobody can print', "unprintable.test(name) ? { reason: 'control_character' } : name", 'name'),
  subjects('arguments that are none', 'if (args && !isObject(bytes, args)) return wrongType;', ''),
  subjects('keys of a reference that look alike', '|| about.hasLookAlike(referenceKeys)', ''),
  subjects('an argument that is none', "if (!isArgument(bytes, params?.get('argument'))) return wrongType;", ''),
  subjects('keys of an argument that look alike', '|| argument.hasLookAlike(argumentKeys)', ''),
  subjects('the name of an argument', 'name === undefined || readString(bytes, name) !== undefined', 'true'),
  subjects('keys of a filter that look alike', '|| wanted.hasLookAlike(filterKeys)', ''),
  subjects('a filter that is none', 'wanted === undefined || ', 'wanted === null || '),
  subjects(
    'a list that is none',
    'if (spans === undefined) return wrongType;',
    'if (spans === undefined) return undefined;',
  ),
  subjects('too many', "if (spans.length > mostUris) return { reason: 'too_many_uris' };", ''),
  subjects(
    'each of them',
    "if (typeof resource !== 'string') return resource;",
    "if (typeof resource !== 'string') continue;",
  ),
  subjects('each is a subject', 'subjects.push({ resource });', 'subjects[0] = { resource };'),
  subjects(
    'prompts of a completion',
    "if (type === 'ref/prompt') return one('prompt'",
    "if (type === 'ref/prompt') return one('tool'",
  ),
  subjects(
    'resources of a completion',
    "if (type === 'ref/resource') return one('resource'",
    "if (type === 'ref/resource') return one('prompt'",
  ),
  ...[
    'tools/call',
    'prompts/get',
    'resources/read',
    'resources/subscribe',
    'resources/unsubscribe',
    'subscriptions/listen',
    'completion/complete',
  ]
    .concat(['sampling/createMessage', 'elicitation/create', 'roots/list'])
    .map((method) => subjects(method, `['${method}', `, `['-${method}', `)),
];

export const askingTarget = {
  name: 'what is asked and told',
  package: 'packages/core-engine',
  tests: tests(
    'asked',
    'points',
    'inner',
    'several',
    'list',
    'subjects',
    'session-calls',
    'handle',
    'reviewed',
    'scan',
  ),
  mutations: [...asked, ...carried, ...named, ...told],
};
