import { mutators, testsIn } from './mutation.mjs';

/** What is changed in what is on record of a call and of its answer. */

const tests = (...names) => testsIn('call', ...names);
const [entries] = mutators('src/call', ['entries'], ...tests('asked', 'handle', 'reviewed', 'several'));
const [result] = mutators('src/call', ['result'], ...tests('asked', 'handle', 'reviewed'));

export const told = [
  entries('what goes on', "decision.effect === 'allow' || decision.effect === 'redact';", 'true;'),
  entries(
    'a changed call goes on',
    "decision.effect === 'allow' || decision.effect === 'redact';",
    "decision.effect === 'allow';",
  ),
  entries('the agent', 'agent: principal.id,', "agent: '',"),
  entries('the subject', '...subject,', ''),
  entries('requests of servers', "...(from === 'server' && { from }),", ''),
  entries('arguments', '...(args && { args_sha256: sha256(request.bytes.subarray(args.start, args.end)) }),', ''),
  entries(
    'what was sent',
    'args && outgoing !== request.bytes && { sent',
    'args && outgoing === request.bytes && { sent',
  ),
  entries('all that was sent', 'leaves.length - (came.length - args.end)', 'args.end'),
  entries('trials', '...(decision.shadow && { shadow: decision.shadow }),', ''),
  entries(
    'findings',
    'findings.length > 0 && { findings: recordedFindings(findings) }',
    'findings.length < 0 && { findings: recordedFindings(findings) }',
  ),
  entries(
    'findings without their words',
    'type,\n    path,\n    ...(range && { range }),\n    score,\n    scanner,',
    'type,\n    path,\n    ...(range && { range }),\n    score,\n    scanner,\n    description: type,',
  ),
  entries('reservations', 'reserved: decision.reservations.map(', 'reserved: decision.reservations.slice(1).map('),
  entries(
    'reservations of what goes on',
    '...(goesOn &&\n      decision.reservations && {',
    '...(decision.reservations && {',
  ),
  entries('a record has no terms', 'more.every((one) => one === undefined) ? decision : rest', 'decision'),
  result('an error', "if (result === undefined) return 'rpc_error';", "if (result === undefined) return 'ok';"),
  result('a question', "if (type && readString(bytes, type) === 'input_required') return 'input_required';", ''),
  result('an error of the tool', "if (isError && readBoolean(bytes, isError)) return 'tool_error';", ''),
  result('a task', "call.task && result.get('task') ? 'task' : 'ok'", "'ok'"),
  result(
    'the result that is on record',
    '(response.result ?? response.error)?.span ?? { start',
    'response.error?.span ?? { start',
  ),
  result(
    'the error that is on record',
    '(response.result ?? response.error)?.span ?? { start',
    'response.result?.span ?? { start',
  ),
  result('a clock that goes back', 'Math.max(0, Math.round(ms))', 'Math.round(ms)'),
  result(
    'what nobody can read alike',
    "isUnambiguous(bytes, span) ? readValue(bytes, span) : new Unreadable('ambiguous')",
    'readValue(bytes, span)',
  ),
];
