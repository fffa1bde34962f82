import { mutators, testsIn } from './mutation.mjs';

/** What is taken out of the life of a call, one step at a time. */
const [handle, judge, settle, review, edit] = mutators('src/call', ['handle', 'judge', 'settle', 'review', 'edit']);

export const handleTarget = {
  name: 'the life of a call',
  package: 'packages/core-engine',
  tests: testsIn('call', 'handle', 'judged', 'no-record', 'spent', 'reviewed', 'budgets', 'session-calls'),
  mutations: [
    handle(
      'the intent is on record before the call moves',
      'if (!(await kept(ports.record, entry))) {',
      'void kept(ports.record, entry);\n  if (principal === undefined) {',
    ),
    handle(
      'no record, no call',
      'if (!(await kept(ports.record, entry))) {',
      'await kept(ports.record, entry);\n  if (!entry) {',
    ),
    handle('a note is no record', 'if (!(await kept(ports.record, entry)))', 'if (!(await kept(ports.note, entry)))'),
    handle('a fault is told as one', 'if (fault) return faultRefusal(', 'if (fault && !decision) return faultRefusal('),
    handle(
      'a denied call stays here',
      "if (decision.effect === 'deny') return withdrawn",
      'if (!decision) return withdrawn',
    ),
    handle(
      'who withdrew a denied call hears nothing',
      'return withdrawn.aborted ? undefined : denial(call, id, decision, manners);',
      'return denial(call, id, decision, manners);',
    ),
    handle('what was withdrawn meanwhile is not sent', 'if (withdrawn.aborted) {', 'if (!withdrawn) {'),
    handle(
      'what was withdrawn has an outcome',
      "await kept(ports.note, { kind: 'outcome', call: id, result: { status: 'cancelled' } });",
      '',
    ),
    handle('no outcome, no answer', 'if (!noted)\n    return', 'if (!noted && !outcome)\n    return'),
    handle('who cancelled gets no answer', "if (answer.kind === 'cancelled') return undefined;", ''),
    handle(
      'what a result asks for is judged',
      'const verdict = await judgeAnswer(call, answer, principal, gate);',
      'const verdict = undefined as Awaited<ReturnType<typeof judgeAnswer>>;',
    ),
    handle('what is blocked does not go back', 'if (blocked) return denial(', 'if (blocked && !answer) return denial('),
    handle('what cannot be read is no answer', "return { kind: 'malformed' };\n  }", 'return undefined;\n  }'),
    handle(
      'the outcome is written before the answer leaves',
      'const noted = await kept(ports.note, ended(',
      'const noted = true;\n  void kept(ports.note, ended(',
    ),
    handle(
      'there is an outcome',
      'const noted = await kept(ports.note, ended(outcome, reviewed, blocked, verdict !== undefined));',
      'const noted = true;',
    ),
    handle(
      'what cannot be judged does not go back',
      "answer.kind === 'response' && !verdict ? await",
      "answer.kind === 'response' ? await",
    ),
    handle('the log says that it was blocked', "blocked ? 'blocked' : isStopped", 'isStopped'),
    handle('the log says that it was malformed', "isStopped ? 'malformed' : ", ''),
    handle('the log says what blocked it', '...(decision && { decision: recorded(decision) }),', ''),
    handle(
      'an approval is not forwarded',
      "if (decision.effect === 'approve')\n",
      "if (decision.effect === 'redact' && fault)\n",
    ),
    handle(
      'no record: what was reserved is given back',
      'await giveBack(ports.usage, holds);\n    return refusal(',
      'return refusal(',
    ),
    handle(
      'withdrawn: what was reserved is given back',
      'await giveBack(ports.usage, holds);\n    await kept',
      'await kept',
    ),
    handle(
      'unsent: what was reserved is given back',
      "if (answer.kind === 'upstream_gone' && answer.isUnsent) await",
      'if (!answer) await',
    ),
    handle(
      'sent: what was reserved is spent',
      "answer.kind === 'upstream_gone' && answer.isUnsent",
      "answer.kind === 'upstream_gone'",
    ),
    handle('an answer is spent', "if (answer.kind === 'upstream_gone' && answer.isUnsent) await", 'await'),
    handle('what goes out is what policy made of it', 'await forward(outgoing)', 'await forward(call.request.bytes)'),
    handle('calls are counted', 'const seen = session.count();', 'const seen = session;'),
    handle(
      'marks',
      'session.mark([...(decision.obligations?.marks ?? []), ...(reviewed?.marks ?? [])])',
      'session.mark([])',
    ),
    handle('marks of the call', '[...(decision.obligations?.marks ?? []), ', '['),
    handle('marks of the result', ', ...(reviewed?.marks ?? [])]', ']'),
    handle('what is withheld', "reviewed?.decision?.effect === 'deny' ? reviewed.decision : undefined", 'undefined'),
    judge(
      'a fault lets nothing through',
      "effect: 'deny',\n      code: 'OSTIARY_FAULT'",
      "effect: 'allow',\n      code: 'OSTIARY_FAULT'",
    ),
    judge('a fault is told', 'holds: [], fault: true', 'holds: [], fault: false'),
    judge('a fault gives back', 'await giveBack(gate.ports.usage, holds);\n    // The', '// The'),
    judge(
      'all or nothing: what was reserved before is given back',
      'await giveBack(ports.usage, holds.splice(0));',
      'holds.splice(0);',
    ),
    judge(
      'the first denial speaks',
      "if (decision.effect === 'deny' || decision.effect === 'approve') {",
      "if (decision.effect === 'approve') {",
    ),
    judge(
      'the first approval speaks',
      "decision.effect === 'deny' || decision.effect === 'approve'",
      "decision.effect === 'deny'",
    ),
    judge('holds are kept', 'if (hold) holds.push(hold);', ''),
    judge('scanners are asked', 'if (wantsFindings(policies, question)) {', 'if (!policies) {'),
    judge('a scanner that fails', "found === 'fault' && isForgiven", "found === 'fault'"),
    judge('a fault that is forgiven', "found === 'fault' && isForgiven", "found === 'fault' && !found"),
    judge('what the content has caused', "found === 'fault' && isForgiven", 'isForgiven'),
    judge('every policy forgives', 'policies.every(', 'policies.some('),
    judge(
      'nothing to judge',
      'joinDecisions(allowed) ?? NOTHING_ASKED',
      "joinDecisions(allowed) ?? { effect: 'allow' }",
    ),
    settle('what is spent is seen', 'question.usage = view;', ''),
    settle('what is decided is reserved', 'reservations: decision.reservations ?? NOTHING', 'reservations: NOTHING'),
    settle('no store', 'usage === undefined ? [] : ', 'usage === undefined || question ? [] : '),
    settle(
      'others are always faster',
      "if (settled === undefined) throw new Error('what is spent changed too often');",
      "if (settled === undefined) return { decision: { effect: 'allow' } };",
    ),
    settle('giving back', 'await usage?.release(hold);', ''),
    settle('a store that does not take it back', '} catch {', '} catch (error) {\n      throw error;'),
    review('a fault withholds', 'decision: FAULT, marks', 'marks'),
    review('a change of a result', 'bytes: edited };', 'bytes };'),
    edit('a change of a call', "if (decision.effect !== 'redact') return bytes;", 'if (decision) return bytes;'),
  ],
};
