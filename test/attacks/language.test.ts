import { expect, test } from 'vitest';
import { sha256 } from '../fixtures/log.js';
import { attack, callLine, type Scene } from '../fixtures/scene.js';

const money = `
version: 1
name: money
default: deny
rules:
  - { id: honest, effect: allow, tools: [echo] }
  - id: small-refunds
    effect: allow
    tools: ["refund_*"]
    when: args.amount > 0 && args.amount < 500
    budget: { key: refunds, add: args.amount, limit: 2000, per: session }
  - { id: large-refunds, effect: approve, tools: ["large_*"], code: ASK_FINANCE }
`;

/** The message of an answer, whichever way it says no. */
async function told(scene: Scene, id: string): Promise<{ code: string; isError: boolean }> {
  const { message } = await scene.wire.answer(id);
  const data = message.result?._meta?.['ostiary/decision'] ?? message.error?.data;
  return { code: data?.code, isError: message.result?.isError === true || message.error !== undefined };
}

attack('S32: amounts that are none', { policy: money }, (scene) => {
  test.each([
    '-1',
    '-1e9',
    '-0',
    '"499"',
    '[499]',
    '{"v":499}',
    'true',
    'null',
    '"nan"',
    '"-Infinity"',
    '"5_0"',
    '"４９９"',
    '1e999',
    '499.99999999999999999',
    '9'.repeat(400),
  ])('S32: %s is not allowed', async (amount) => {
    await scene.denied(callLine('s32', 'refund_s32', `{"amount":${amount}}`), 's32', null);
  });
  test('S32: a missing amount is not allowed', async () => {
    await scene.denied(callLine('none', 'refund_none', '{}'), 'none', null);
  });
  test('S32: none of them has refilled or emptied the budget', async () => {
    for (let spent = 0; spent < 5; spent += 1) {
      scene.wire.send(callLine(`ok ${spent}`, 'refund_ok', '{"amount":400}'));
      expect(await told(scene, `ok ${spent}`)).toEqual({ code: undefined, isError: false });
    }
    scene.wire.send(callLine('over', 'refund_ok', '{"amount":0.000001}'));
    expect(await told(scene, 'over')).toEqual({ code: 'OSTIARY_DENIED', isError: true });
    expect(scene.records('intent').at(-1)).toMatchObject({
      decision: { rule: 'small-refunds' },
      reserved: [{ policy: 'money', key: 'refunds', amount: '400' }],
    });
    scene.mark();
  });
});

/** One budget of its own for each run. */
const runs = 200;
const races = `version: 1
name: races
default: deny
rules:
  - { id: honest, effect: allow, tools: [echo] }
${Array.from(
  { length: runs },
  (_, run) =>
    `  - { id: run-${run}, effect: allow, tools: [refund_${run}], budget: { key: k${run}, add: args.amount, limit: 2000, per: agent } }`,
).join('\n')}
`;

attack('S33: a budget under parallel calls', { policy: races }, (scene) => {
  test(`S33: of 50 calls of 100 exactly 20 reach the server, ${runs} times`, { timeout: 60_000 }, async () => {
    for (let run = 0; run < runs; run += 1) {
      const ids = Array.from({ length: 50 }, (_, call) => `${run}/${call}`);
      scene.wire.write(ids.map((id) => `${callLine(id, `refund_${run}`, '{"amount":100}')}\n`).join(''));
      const answers = await Promise.all(ids.map((id) => told(scene, id)));
      const arrived = scene.arrived().toString().trimEnd().split('\n');
      scene.mark();
      expect(answers.filter(({ isError }) => !isError)).toHaveLength(20);
      expect(arrived).toHaveLength(20);
    }
  });
});

attack('what approve means until there is a queue', { policy: money }, (scene) => {
  test('an approve decision refuses and says why, and reserves nothing', async () => {
    scene.wire.send(callLine('big', 'large_refund', '{"amount":9000}'));
    const { message } = await scene.wire.answer('big');
    expect(message.result).toMatchObject({
      isError: true,
      _meta: { 'ostiary/decision': { effect: 'approve', code: 'ASK_FINANCE' } },
    });
    expect(message.result.content[0].text).toMatch(/nobody can approve it here/);
    expect(scene.records('denied').at(-1)).toMatchObject({ decision: { effect: 'approve', rule: 'large-refunds' } });
    await scene.onlyArrived();
  });
  test('as a JSON-RPC error it has the code of its kind', async () => {
    scene.wire.send(callLine('task', 'large_refund', '{}').replace('"params":{', '"params":{"task":{},'));
    const { message } = await scene.wire.answer('task');
    expect(message.error).toMatchObject({ code: -32011, data: { effect: 'approve' } });
    await scene.onlyArrived();
  });
});

const masks = `
version: 1
name: masks
default: allow
rules:
  - { id: bcc, effect: redact, redact: [{ path: "**.bcc", with: full }] }
  - { id: card, effect: redact, phase: result, redact: [{ path: "**.card", with: remove }] }
  - { id: salary, effect: deny, phase: result, when: "'salary' in result", code: NO_SALARY }
`;

attack('S31: what must not leave', { policy: masks }, (scene) => {
  const secret = 'victim@private.example';
  test.each([
    [
      'plain',
      `{"to":"a","bcc":"${secret}","n":9007199254740993}`,
      '{"to":"a","bcc":"***REDACTED***","n":9007199254740993}',
    ],
    ['Bcc', `{"Bcc":"${secret}"}`, '{"Bcc":"***REDACTED***"}'],
    ['BCC, by escapes', `{"B\\u0043C":"${secret}"}`, '{"B\\u0043C":"***REDACTED***"}'],
    ['nested', `{"mail":{"head":{"bcc":"${secret}"}}}`, '{"mail":{"head":{"bcc":"***REDACTED***"}}}'],
    ['in an array, twice', `{"mails":[{"bcc":"${secret}"},{"bcc":["${secret}"]}]}`, undefined],
    ['in a JSON string', `{"json":"{\\"bcc\\":\\"${secret}\\"}"}`, undefined],
    [
      'in a JSON string in a JSON string',
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ bcc: secret }) }) }),
      undefined,
    ],
  ])('S31: %s', async (_, args, expected) => {
    scene.wire.send(callLine('mask', 'send', args));
    expect(await told(scene, 'mask')).toEqual({ code: undefined, isError: false });
    const arrived = scene.arrived().toString();
    scene.mark();
    expect(arrived).not.toContain(secret);
    if (expected !== undefined) expect(arrived).toBe(`${callLine('mask', 'send', expected)}\n`);
    const sent = JSON.stringify(JSON.parse(arrived).params.arguments);
    expect(scene.records('intent').at(-1)).toMatchObject({
      decision: { effect: 'redact', policy: 'masks' },
      args_sha256: sha256(args),
      ...(expected !== undefined && { sent_sha256: sha256(expected) }),
    });
    expect(sent).toContain('***REDACTED***');
    expect(JSON.stringify(scene.records())).not.toContain(secret);
  });

  test('a call that holds nothing of it goes as it came', async () => {
    const line = callLine('clean', 'echo', '{ "to":"a" }');
    scene.wire.send(line);
    await scene.wire.answer('clean');
    expect(scene.records('intent').at(-1)?.sent_sha256).toBeUndefined();
    await scene.onlyArrived(line);
  });

  test('what a result must not show is taken out of its bytes, and the outcome says so', async () => {
    const result = '{"content":[],"structuredContent":{ "name":"A", "card":"4111", "n":1.0 }}';
    scene.wire.send(
      callLine('cut', 'say', JSON.stringify({ lines: [`{"jsonrpc":"2.0","id":$ID,"result":${result}}`] })),
    );
    const { line } = await scene.wire.answer('cut');
    expect(line.toString()).toBe(
      '{"jsonrpc":"2.0","id":"cut","result":{"content":[],"structuredContent":{ "name":"A", "n":1.0 }}}',
    );
    expect(scene.records('outcome').at(-1)).toMatchObject({
      result: { status: 'ok', sha256: sha256(result) },
      decision: { effect: 'redact', policy: 'masks' },
    });
    scene.mark();
  });

  test('of a key that stands twice in a result both are taken out', async () => {
    const lines = ['{"jsonrpc":"2.0","id":$ID,"result":{"content":[],"deep":{"a":{"card":"4111","card":"4222"}}}}'];
    scene.wire.send(callLine('twice', 'say', JSON.stringify({ lines })));
    const { line } = await scene.wire.answer('twice');
    expect(line.toString()).not.toMatch(/4111|4222/);
    scene.mark();
  });

  test('a result that is denied is withheld, and the outcome says blocked', async () => {
    const lines = ['{"jsonrpc":"2.0","id":$ID,"result":{"content":[],"salary":1}}'];
    scene.wire.send(callLine('pay', 'say', JSON.stringify({ lines })));
    const { message } = await scene.wire.answer('pay');
    expect(message).toMatchObject({ error: { code: -32010, data: { code: 'NO_SALARY', rule: 'salary' } } });
    expect(scene.records('outcome').at(-1)).toMatchObject({
      result: { status: 'blocked' },
      decision: { rule: 'salary' },
    });
    scene.mark();
  });
});

const marked = `
version: 1
name: marks
default: allow
mode: enforce
tools:
  - { match: "fetch*", action: read, marks: [untrusted] }
  - { match: "read_*", action: read, marks: [private] }
  - { match: "send*", action: write }
rules:
  - id: no-exfiltration
    effect: approve
    actions: [write, execute]
    when: "'untrusted' in session.marks && 'private' in session.marks"
  - { id: trial, effect: deny, tools: ["fetch*"], shadow: true }
`;

attack('marks of a session, and rules on trial', { policy: marked }, (scene) => {
  const call = async (id: string, tool: string) => {
    scene.wire.send(callLine(id, tool));
    const answer = await told(scene, id);
    scene.mark();
    return answer;
  };
  test('writing is free until both kinds of results have been seen, errors included', async () => {
    expect(await call('1', 'send_mail')).toMatchObject({ isError: false });
    expect(await call('2', 'fetch_page')).toMatchObject({ isError: false });
    expect(await call('3', 'send_mail')).toMatchObject({ isError: false });
    const lines = ['{"jsonrpc":"2.0","id":$ID,"error":{"code":-1,"message":"no"}}'];
    scene.wire.send(callLine('4', 'read_file', JSON.stringify({ lines })));
    await scene.wire.answer('4');
    scene.mark();
    expect(await call('5', 'send_mail')).toEqual({ code: 'OSTIARY_APPROVAL_REQUIRED', isError: true });
    expect(await call('6', 'fetch_page')).toMatchObject({ isError: false });
  });
  test('what a rule on trial would have said is on record, and nothing else', () => {
    const shadows = scene.records('intent').filter((record) => record.shadow !== undefined);
    expect(shadows.map((record) => record.shadow)).toEqual([
      [{ policy: 'marks', rule: 'trial', effect: 'deny' }],
      [{ policy: 'marks', rule: 'trial', effect: 'deny' }],
    ]);
  });
});

const hosts = `
version: 1
name: hosts
default: allow
rules:
  - { id: metadata, effect: deny, destinations: ["169.254.169.254"], code: NO_METADATA }
  - { id: outside, effect: deny, when: "has(args.path) && !inside(args.path, ['/allowed'])", code: OUTSIDE }
`;

attack('S26, S30: hosts and paths', { policy: hosts }, (scene) => {
  test.each([
    'http://2852039166/latest',
    'http://0xA9FEA9FE/',
    'http://[::ffff:169.254.169.254]/',
    'http://169.254.169.254./',
    'http://u@169.254.169.254/',
    'http://%31%36%39.254.169.254/',
    'http://[64:ff9b::a9fe:a9fe]/',
    '169.254.169.254',
    'see <HTTP://169.254.169.254/> now',
  ])('S30: %s', async (url) => {
    await scene.denied(callLine('host', 'fetch', JSON.stringify({ url })), 'host', 'metadata');
  });
  test.each([
    '/etc/./shadow',
    '//etc/shadow',
    '/allowed/../etc/shadow',
    '/ETC/shadow',
    '/etc/shadow\u0000.txt',
    'file:///etc/shadow',
    '/allowed-evil',
    '~/x',
    'C:\\..',
    '/allowed/%2e%2e/etc',
  ])('S26: %s', async (path) => {
    await scene.denied(callLine('path', 'read', JSON.stringify({ path })), 'path', 'outside');
  });
  test('S26: what is inside is allowed', async () => {
    const line = callLine('in', 'read', JSON.stringify({ path: '/allowed/a/../b' }));
    scene.wire.send(line);
    await scene.wire.answer('in');
    await scene.onlyArrived(line);
  });
});
