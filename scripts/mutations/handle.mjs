/** What is taken out of the life of a call, one step at a time. */
const handle = (why, find, replace) => ({ file: 'src/call/handle.ts', why, find, replace });

export const handleTarget = {
  name: 'the life of a call',
  package: 'packages/core-engine',
  tests: ['handle', 'judged', 'no-record'].map((name) => `test/call/${name}.test.ts`),
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
    handle('a fault is told as one', 'if (fault) return refusal(', 'if (fault && !decision) return refusal('),
    handle(
      'a fault lets nothing through',
      "const decision: Decision = { effect: 'deny', code: 'OSTIARY_FAULT'",
      "const decision: Decision = { effect: 'allow', code: 'OSTIARY_FAULT'",
    ),
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
    handle(
      'the outcome is written before the answer leaves',
      'const noted = await kept(ports.note, verdict ? stopped(outcome, blocked) : outcome);',
      'const noted = true;\n  void kept(ports.note, verdict ? stopped(outcome, blocked) : outcome);',
    ),
    handle(
      'there is an outcome',
      'const noted = await kept(ports.note, verdict ? stopped(outcome, blocked) : outcome);',
      'const noted = true;',
    ),
    handle('no outcome, no answer', 'if (!noted)\n    return', 'if (!noted && !outcome)\n    return'),
    handle('who cancelled gets no answer', "if (answer.kind === 'cancelled') return undefined;", ''),
    handle(
      'what a result asks for is judged',
      'const verdict = judgeAnswer(call, answer, principal, gate);',
      'const verdict = undefined as ReturnType<typeof judgeAnswer>;',
    ),
    handle('what is blocked does not go back', 'if (blocked) return denial(', 'if (blocked && !answer) return denial('),
    handle(
      'what cannot be judged does not go back',
      "if (answer.kind === 'response' && !verdict) return",
      "if (answer.kind === 'response') return",
    ),
    handle('what cannot be read is no answer', "return { kind: 'malformed' };\n  }", 'return undefined;\n  }'),
    handle(
      'the log says that it was blocked',
      "const status = blocked ? 'blocked' : 'malformed';",
      "const status = 'malformed';",
    ),
    handle('the log says what blocked it', '...(blocked && { decision: recorded(blocked) })', ''),
    handle('the first denial speaks', "if (decision.effect === 'deny') return { decision, subject };", ''),
    handle(
      'all things asked for are judged',
      "if (decision.effect === 'deny') return { decision, subject };\n    allowed ??= decision;",
      'return { decision, subject };',
    ),
  ],
};
