import { expect, test } from 'vitest';
import { sha256 } from '../fixtures/log.js';
import { attack, callLine, guard } from '../fixtures/scene.js';

attack('S14: a request method without an id', { policy: guard }, (scene) => {
  test.each([
    ['a denied call', '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"delete_file","arguments":{}}}'],
    ['an allowed call', '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"echo"}}'],
    ['a read', '{"jsonrpc":"2.0","method":"resources/read","params":{"uri":"file:///open/a.txt"}}'],
    ['a prompt', '{"jsonrpc":"2.0","method":"prompts/get","params":{"name":"greet"}}'],
    ['a list', '{"jsonrpc":"2.0","method":"tools/list"}'],
    [
      'an initialize',
      '{"jsonrpc":"2.0","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}',
    ],
  ])('S14: %s: no answer, not forwarded, one record', async (_, line) => {
    const before = scene.records('refused').length;
    scene.wire.send(line);
    await scene.onlyArrived(); // an answer would stand untaken before the honest call's
    expect(scene.wire.untaken).toEqual([]);
    const [record, ...others] = scene.records('refused').slice(before);
    expect(others).toEqual([]);
    expect(record).toMatchObject({ from: 'agent', bytes: Buffer.byteLength(line), sha256: sha256(line) });
  });
});

attack('S15: messages that are two things or none', { policy: guard }, (scene) => {
  const params = '"method":"tools/call","params":{"name":"delete_file"}';
  test.each([
    ['method and result', `{"jsonrpc":"2.0","id":7,${params},"result":{}}`],
    ['method and error', `{"jsonrpc":"2.0","id":7,${params},"error":{"code":1,"message":""}}`],
    [
      'an allowed method and result',
      '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo"},"result":{}}',
    ],
    ['jsonrpc missing', `{"id":7,${params}}`],
    ['jsonrpc 1.0', `{"jsonrpc":"1.0","id":7,${params}}`],
    ['jsonrpc a number', `{"jsonrpc":2.0,"id":7,${params}}`],
    ['jsonrpc with a space', `{"jsonrpc":"2.0 ","id":7,${params}}`],
    ['jsonrpc null', `{"jsonrpc":null,"id":7,${params}}`],
    ['no method', '{"jsonrpc":"2.0","id":7}'],
    ['a method that is a number', '{"jsonrpc":"2.0","id":7,"method":1}'],
    ['a method that is null', '{"jsonrpc":"2.0","id":7,"method":null,"params":{"name":"delete_file"}}'],
    ['an empty object', '{}'],
  ])('S15: %s', async (_, line) => {
    await scene.refused(line, { codes: [-32600, -32602] });
  });

  test.each([
    ['nobody asked for', '{"jsonrpc":"2.0","id":99,"result":{}}'],
    ['an error nobody asked for', '{"jsonrpc":"2.0","id":"x","error":{"code":1,"message":"x"}}'],
    ['with the id of the handshake', '{"jsonrpc":"2.0","id":"hello","result":{"tools":[]}}'],
  ])('S15: an answer %s is dropped and recorded', async (_, line) => {
    const before = scene.records('refused').length;
    scene.wire.send(line);
    await scene.onlyArrived();
    const refused = scene.records('refused').slice(before);
    expect(refused).toMatchObject([{ from: 'agent', sha256: sha256(line) }]);
  });

  test.each([
    ['result and error', '{"jsonrpc":"2.0","id":99,"result":{},"error":{"code":1,"message":"x"}}'],
    ['neither', '{"jsonrpc":"2.0","id":"tap-1","params":{}}'],
  ])('S15: an answer with %s does not reach the server', async (_, line) => {
    const before = scene.records('refused').length;
    scene.wire.send(line);
    await scene.onlyArrived();
    expect(scene.records('refused')).toHaveLength(before + 1);
    while (scene.wire.untaken.length > 0) await scene.wire.take(({ error }) => error !== undefined); // an error is allowed, not owed
  });
});

attack('S16: methods that are nearly one', { policy: guard }, (scene) => {
  test.each([
    'Tools/Call',
    'TOOLS/CALL',
    'tools/call ',
    ' tools/call',
    'tools//call',
    'tools/call/',
    '/tools/call',
    'tools\\\\call',
    'tools.call',
    'tools/\uff43all',
    '\uff54\uff4f\uff4f\uff4c\uff53/\uff43\uff41\uff4c\uff4c',
    'tools\u2215call',
    'too\u200bls/call',
    'tools/call\\u200b',
    'tools/call\\u0000',
    'tools/call\\n',
    '\\ufefftools/call',
    'tools/\u0441all',
    'toString',
    '__proto__',
    'rpc.discover',
  ])('S16: %s', async (method) => {
    const line = `{"jsonrpc":"2.0","id":7,"method":"${method}","params":{"name":"delete_file","arguments":{}}}`;
    await scene.refused(line, { codes: [-32601], id: 7 });
  });

  test('S16: as a notification it is dropped and recorded', async () => {
    const line = '{"jsonrpc":"2.0","method":"Tools/Call","params":{"name":"delete_file"}}';
    scene.wire.send(line);
    await scene.onlyArrived();
    expect(scene.records('refused').at(-1)).toMatchObject({ from: 'agent', sha256: sha256(line) });
  });

  test('S16: a method and a name written with escapes are what they spell', async () => {
    const line = '{"jsonrpc":"2.0","id":7,"method":"tools\\u002fcall","params":{"name":"delete\\u005ffile"}}';
    await scene.denied(line, 7);
    const allowed = '{"jsonrpc":"2.0","id":7,"method":"tools\\/call","params":{"name":"\\u0065cho"}}';
    scene.wire.send(allowed);
    await scene.wire.answer(7);
    await scene.onlyArrived(allowed);
  });
});

attack('S18: params and arguments of the wrong type', { policy: guard }, (scene) => {
  const call = (params: string): string => `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":${params}}`;
  test.each([
    ...['null', 'true', '1', '-1.5', '"delete_file"', '[]', '["delete_file",{}]', '[{"name":"delete_file"}]', '{}'].map(
      call,
    ),
    '{"jsonrpc":"2.0","id":7,"method":"tools/call"}',
    ...['null', 'true', '1', '"{}"', '[]', '[{"path":"/x"}]'].map((args) => callLine(7, 'echo', args)),
    ...['null', 'true', '1', '["echo"]', '{"name":"delete_file"}'].map((name) =>
      call(`{"name":${name},"arguments":{}}`),
    ),
    call('{"arguments":{}}'),
    '{"jsonrpc":"2.0","id":7,"method":"resources/read","params":{"uri":["file:///x"]}}',
    '{"jsonrpc":"2.0","id":7,"method":"resources/subscribe","params":{}}',
    '{"jsonrpc":"2.0","id":7,"method":"prompts/get","params":{"name":1}}',
    '{"jsonrpc":"2.0","id":7,"method":"prompts/get","params":{"name":"greet","arguments":[]}}',
    '{"jsonrpc":"2.0","id":7,"method":"completion/complete","params":{"ref":"greet","argument":{"name":"a","value":"b"}}}',
    '{"jsonrpc":"2.0","id":7,"method":"completion/complete","params":{"ref":{"type":"ref/prompt"},"argument":{}}}',
    '{"jsonrpc":"2.0","id":7,"method":"subscriptions/listen","params":{"notifications":{"resourceSubscriptions":"file:///x"}}}',
  ])('S18: %s', async (line) => void (await scene.refused(line, { codes: [-32602], id: 7 })));

  test('S18: an empty name is judged or refused, and not another', async () => {
    const line = callLine(7, '');
    scene.wire.send(line);
    const { message } = await scene.wire.answer(7);
    if (message.error === undefined) await scene.onlyArrived(line);
    else await scene.onlyArrived();
  });
});
