import { expect, test } from 'vitest';
import { sha256 } from '../fixtures/log.js';
import { attack, callLine } from '../fixtures/scene.js';
import { told } from '../fixtures/told.js';

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
    ['nested', `{"mail":{"head":{"bcc":"${secret}"}}}`, '{"mail":{"head":{"bcc":"***REDACTED***"}}}'],
    ['in an array, twice', `{"mails":[{"bcc":"${secret}"},{"bcc":["${secret}"]}]}`, undefined],
    ['in a JSON string', `{"json":"{\\"bcc\\":\\"${secret}\\"}"}`, undefined],
    ['in a JSON string, by escapes', JSON.stringify({ json: `{"B\\u0043C":"${secret}"}` }), undefined],
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
