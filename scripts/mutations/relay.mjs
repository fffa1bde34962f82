import { mutators } from './mutation.mjs';

/** What is taken out of the relay, one at a time. The property is among the tests: it is the one that knows of order and of crossing. */
const [lane, flights, outbox, intake, refusals, relay, passing] = mutators('src', [
  ...['lane', 'flights', 'outbox', 'intake', 'refusals', 'relay', 'passing'],
]);

export const relayTarget = {
  name: 'the relay',
  package: 'packages/gateway',
  tests: ['answers', 'lane', 'outbox', 'refusals', 'relay', 'session', 'tasks', 'relay.property'].map(
    (name) => `test/${name}.test.ts`,
  ),
  mutations: [
    lane('an id in flight is refused', "if (flights.taken(id)) return 'id_in_flight';", ''),
    lane('so many in flight', "if (flights.open >= settings.maxInFlight) return 'too_many_in_flight';", ''),
    lane(
      'so many bytes that wait',
      'const isFull = ahead.queued > settings.maxQueued || flights.bytes',
      'const isFull = flights.bytes',
    ),
    lane(
      'what cannot be judged',
      "if (call && 'reason' in call) return refuse(request, call.reason);",
      "if (call && 'reason' in call) return;",
    ),
    lane(
      'nothing is sent to one who is gone',
      "if (gone) return Promise.resolve({ kind: 'upstream_gone', isUnsent: true });",
      '',
    ),
    lane('a place that is not needed is freed', 'if (flight.settle === undefined) flight.ahead.release();', ''),
    lane('an id is free again', "if (flight.state !== 'ended') flights.remove(flight);", ''),
    lane(
      'no answer for who withdrew',
      'if (reply === undefined || flight.aborted) flight.back?.release();',
      'if (reply === undefined) flight.back?.release();',
    ),
    lane('an answer keeps its place', 'else if (flight.back) flight.back.fill(reply);', ''),
    lane(
      'a second answer is dropped',
      'if (flight === undefined || !isAsked(flight)) {\n        const',
      "if (flight === undefined || flight.state === 'deciding') {\n        const",
    ),
    lane(
      'an answer before its request is dropped',
      "return state === 'forwarded' && ahead.passed;",
      "return state === 'forwarded';",
    ),
    lane(
      'a second answer that is none',
      'if (flight === undefined || !isAsked(flight)) return flights.late(id);',
      'if (flight === undefined) return flights.late(id);',
    ),
    lane(
      'a place for what comes instead of an answer',
      "flight.back = back.reserve();\n      flight.settle?.({ kind: 'malformed' });",
      "flight.settle?.({ kind: 'malformed' });",
    ),
    lane('initialize is not cancelled', "if (flight.request.method === 'initialize') return 'sent';", ''),
    lane(
      'a cancel that is too late',
      "if (flight === undefined || flight.state === 'answered') return 'unknown';",
      "if (flight === undefined) return 'unknown';",
    ),
    lane('a cancel of what never left stays here', "if (flight.state === 'deciding') return 'unsent';", ''),
    lane('a cancel ends its request', "flight.settle?.({ kind: 'cancelled' });", ''),
    lane(
      'only what was sent times out',
      "flight.state === 'forwarded' && flight.deadline <= now",
      'flight.deadline <= now',
    ),
    lane('a time-out is told', "flight.settle?.({ kind: 'timeout' });", ''),
    lane(
      'the end is told to all who wait',
      "flight.settle?.({ kind: 'upstream_gone', ...(isUnsent && { isUnsent }) });",
      '',
    ),
    lane('idle is when nothing is open', 'idle: () => (flights.open === 0 ?', 'idle: () => (flights.open >= 0 ?'),
    flights(
      'an id stays taken after its end',
      'const taken = (id: Id): boolean => places.has(id) || ended.has(id);',
      'const taken = (id: Id): boolean => places.has(id);',
    ),
    flights(
      'no refusal under the id of another request',
      'usable: (id) => (taken(id) ? undefined : id),',
      'usable: (id) => id,',
    ),
    flights('a late answer frees its id', 'ended.get(id)?.passed === true && forget(id)', 'ended.has(id)'),
    flights('an answer before its request frees nothing', 'ended.get(id)?.passed === true && forget(id)', 'forget(id)'),
    flights(
      'progress of the right request',
      'if (token !== undefined && byToken.get(token) === flight) byToken.delete(token);',
      'if (token !== undefined) byToken.delete(token);',
    ),
    outbox('nothing overtakes', 'if (head === places.length) return send(bytes);', 'return send(bytes);'),
    outbox('only from the head', 'if (place === head) flush(bytes);', 'if (bytes) send(bytes);'),
    outbox('what is released is not sent', 'if (next) send(next);', 'send(next ?? new Uint8Array(0));'),
    outbox('who is slow is noticed', 'if (!channel.send([bytes])) onSlow();', 'channel.send([bytes]);'),
    outbox('what waits is counted', 'places.push(bytes);\n      weigh(bytes.length);', 'places.push(bytes);'),
    outbox('what is sent waits no longer', 'weigh(-sent);', ''),
    intake(
      'a garbled answer has an end',
      'const garbled = mayAnswer(what) && id !== undefined && answers.garbled(id);',
      'const garbled = false;',
    ),
    intake('a method that nobody knows', "unknown ? verdict('unknown_method') : undefined;", 'undefined;'),
    intake(
      'nothing new at the end',
      "const isClosing = parts.state() === 'closing' && from === 'agent';",
      'const isClosing = false;',
    ),
    intake(
      'a request without id',
      "if (known === 'request' || isGoverned(method, from)) drop('request_without_id', bytes);\n    else if",
      'if',
    ),
    intake('a governed method without id', "known === 'request' || isGoverned(method, from)", "known === 'request'"),
    intake(
      'a notification that nobody knows',
      "drop('unknown_method', bytes);\n    else if",
      'ahead.push(bytes);\n    else if',
    ),
    intake('a cancel is looked at', "else if (method === 'notifications/cancelled') cancel(message);\n", ''),
    intake(
      'a cancel of what was not sent stays here',
      "if (found === 'sent') ahead.push(bytes);",
      "if (found !== 'wrong_type') ahead.push(bytes);",
    ),
    intake('progress puts the end off', "if (method === 'notifications/progress') delay(message);", ''),
    intake(
      'nothing behind the stop',
      "if (parts.state() === 'closed') return;\n      const message = parts.read(bytes);",
      'const message = parts.read(bytes);',
    ),
    refusals(
      'a refusal is on record before it is told',
      'await record(entry);',
      'void record(entry).catch(() => undefined);',
    ),
    refusals(
      'an id is looked at when the refusal leaves',
      'answerTo(reply(), what) : unrecorded(reply())',
      'answerTo(undefined, what) : unrecorded(undefined)',
    ),
    relay('a drain behind the stop opens nothing', "if (state === 'open') state = 'closing';", "state = 'closing';"),
    relay('the stop is the last', 'await settled();\n      await session.close();', 'await session.close();'),
    relay('who waits is told of the stop', 'agentAsks.close();\n      serverAsks.close();\n', 'serverAsks.close();\n'),
    relay(
      'who asks the agent is told of the stop',
      'agentAsks.close();\n      serverAsks.close();\n',
      'agentAsks.close();\n',
    ),
    relay(
      'a server that is gone answers nothing',
      'fromServer.rest(rest);\n      agentAsks.close();',
      'fromServer.rest(rest);',
    ),
    relay(
      'an agent that is gone answers nothing',
      'fromAgent.rest(rest);\n      serverAsks.close();',
      'fromAgent.rest(rest);',
    ),
    relay('a server waits for a slow agent', "serverValve.hold('slow_reader');", ''),
    relay(
      'an agent waits that is owed too much',
      "if (toAgent.queued > maxQueued) agentValve.hold('slow_reader');",
      '',
    ),
    relay(
      'an agent waits for a slow server',
      "if (toServer.queued > 2 * maxQueued) agentValve.hold('slow_reader');",
      '',
    ),
    relay(
      'and goes on after it',
      "serverValve.release('slow_reader');\n      agentValve.release('slow_reader');",
      "agentValve.release('slow_reader');",
    ),
    relay(
      'and when the agent breaks',
      "serverValve.release('slow_reader');\n      over.resolve('fault');",
      "over.resolve('fault');",
    ),
    passing(
      'lists are filtered',
      'return isList(request.method) ? filtered(request, response, standing, gate, claims) : given.bytes;',
      'return given.bytes;',
    ),
    passing(
      'what a task gives is judged',
      "given === undefined || given.decision?.effect === 'deny'",
      'given === undefined',
    ),
    passing(
      'what a task gave and nobody gets is on record',
      "refusedEntry('server', verdict, response.bytes, gate.ports.sha256)))) {\n    return unrecorded(request);",
      "refusedEntry('server', verdict, response.bytes, gate.ports.sha256))) && decision === null) {\n    return unrecorded(request);",
    ),
    passing(
      'a task is told as refused',
      'decision === undefined ? garbage(request) : denialError',
      'decision ? garbage(request) : denialError',
    ),
    passing('marks of what a task gives', 'gate.session.mark(given.marks);', ''),
    passing('what a result asks for is judged', 'if (inner) {', 'if (inner && !response) {'),
  ],
};
