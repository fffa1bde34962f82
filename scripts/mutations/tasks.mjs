import { mutators, testsIn } from './mutation.mjs';

/** What is changed in knowing the call behind a task, and in judging what a task gives. */

const [task, review] = mutators('src/call', ['task', 'review']);

const kept = [
  task('the oldest are forgotten', 'made.size <= MOST_TASKS && bytes <= MOST_BYTES', 'bytes <= MOST_BYTES'),
  task('large ones are forgotten', 'made.size <= MOST_TASKS && bytes <= MOST_BYTES', 'made.size <= MOST_TASKS'),
  task('bytes of arguments', ' + (maker?.call.request.bytes.length ?? 0)', ''),
  task('bytes of what is forgotten', 'if (made.has(task)) bytes -= costOf(task, made.get(task));', ''),
  task('a task of two calls', 'made.has(task) ? undefined : {', 'made.has(task) && made.size < 0 ? undefined : {'),
  task('the name of the record', '...(id !== undefined && { id })', ''),
  task('only the arguments', 'request.bytes.slice(args.start, args.end)', 'request.bytes.slice()'),
  task('a copy', 'request.bytes.slice(args.start', 'request.bytes.subarray(args.start'),
  task('where the arguments are', '...(args && { args: { start: 0, end: bytes.length } })', '...(args && { args })'),
  task('a task that nobody can read alike', 'task && isUnambiguous(bytes, task) ?', 'task ?'),
  task('tasks of 2025-11-25', "inner?.get('taskId'), ", ''),
  task('tasks of 2026-07-28', ", result?.get('taskId')]", ']'),
  task('long names', '.filter((name) => name.length <= LONGEST_NAME)', ''),
  task('one name twice in an answer', '[...new Set(names)]', 'names'),
];

const given = [
  task('what a notification brings', "params.get('result') !== undefined || ", ''),
  task('an error that a notification brings', " || params.get('error') !== undefined", ''),
  task('keys that look alike', 'params.hasLookAlike(stateKeys) || ', ''),
  task('the result', "if (method === 'tasks/result') return", "if (method === 'tasks/get') return"),
  task('the error', '(result ?? error)?.span;', 'result?.span;'),
  task('of tasks/get', "method !== 'tasks/get' && ", ''),
  task('of tasks/update', "method !== 'tasks/update' && ", ''),
  task('of tasks/cancel', " && method !== 'tasks/cancel'", ''),
  task('keys of a result that look alike', 'result.hasLookAlike(stateKeys) || !isUn', '!isUn'),
  task('a result that nobody can read alike', ' || !isUnambiguous(bytes, result.span)', ''),
  task(
    'a result and an error',
    "one !== undefined && other !== undefined ? 'malformed' : (one ?? other)",
    '(one ?? other)',
  ),
  task(
    'an error beside no result',
    "one !== undefined && other !== undefined ? 'malformed' : (one ?? other)",
    "one !== undefined && other !== undefined ? 'malformed' : one",
  ),
  task('nobody knows the task', "effect: 'deny',\n  code", "effect: 'allow',\n  code"),
];

const judged = [
  review('calls of tools alone', "call.request.method === 'tools/call' && isAsked(gate)", 'isAsked(gate)'),
  review(
    'calls that somebody may judge',
    "call.request.method === 'tools/call' && isAsked(gate)",
    "call.request.method === 'tools/call'",
  ),
  review('where somebody speaks of results', 'isAsked(gate) ? givenBy(request, response) : undefined', 'undefined'),
  review('where nobody does', 'isAsked(gate) ? givenBy(request, response) : undefined', 'givenBy(request, response)'),
  review(
    'a result that is two',
    "if (span === 'malformed') return undefined;",
    "if (span === 'malformed') return { bytes, marks: NO_MARKS };",
  ),
  review(
    'a task that nobody knows',
    'if (maker === undefined) return { bytes, decision: UNKNOWN_TASK, marks: NO_MARKS };',
    'if (maker === undefined) return { bytes, marks: NO_MARKS };',
  ),
  review(
    'what the call was about',
    'reviewAt(maker.call, bytes, span',
    'reviewAt({ ...maker.call, subjects: [] }, bytes, span',
  ),
  review(
    'what is judged',
    'reviewAt(maker.call, bytes, span,',
    'reviewAt(maker.call, bytes, response.result?.span ?? span,',
  ),
  review('the record of the call', '...(maker.id !== undefined && { id: maker.id })', ''),
  review('other decision points', 'hasPoints || policies', 'policies'),
  review('policies that speak of results', 'hasPoints || policies.some(({ needs }) => needs.results)', 'hasPoints'),
];

export const tasksTarget = {
  name: 'what tasks give',
  package: 'packages/core-engine',
  tests: testsIn('call', 'task', 'task-result'),
  mutations: [...kept, ...given, ...judged],
};
