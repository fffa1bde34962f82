import { expect, test } from 'vitest';
import { attack, callLine, guard, Scene } from '../fixtures/scene.js';

const good = '{"jsonrpc":"2.0","id":$ID,"result":{"content":[],"n":9007199254740993}}';
const say = (id: number, ...lines: readonly string[]): string => callLine(id, 'say', JSON.stringify({ lines }));
const saying = (exit: string, ...lines: readonly string[]): string =>
  callLine(5, 'say', JSON.stringify({ lines, exit }));

/** Lines that are no answer to the call; the good one comes behind them. */
const strays: readonly (readonly [string, readonly string[]])[] = [
  ['an answer to nobody', ['{"jsonrpc":"2.0","id":"nobody","result":{}}']],
  ['an answer with another type of id', ['{"jsonrpc":"2.0","id":"$ID","result":{"content":[]}}']],
  [
    'an answer with an id that is nearly it',
    ['{"jsonrpc":"2.0","id":" $ID","result":{}}', '{"jsonrpc":"2.0","id":$ID0,"result":{}}'],
  ],
  ['an error with id null', ['{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse error"}}']],
  ['an answer without an id', ['{"jsonrpc":"2.0","result":{}}']],
  ['an answer to the handshake, again', ['{"jsonrpc":"2.0","id":"hello","result":{"protocolVersion":"x"}}']],
  ['text', ['npm warn deprecated left-pad@1.0.0', 'Server listening …', '> start', '\u001b[32mready\u001b[0m']],
  ['nothing', ['', '   ', '\t']],
  ['JSON that is no message', ['42', '"text"', 'null', '[]', '{}', 'true']],
  ['a batch', ['[{"jsonrpc":"2.0","id":$ID,"result":{}}]']],
  ['a message with method and result', ['{"jsonrpc":"2.0","id":"s","method":"ping","result":{}}']],
  ['bytes that are not UTF-8', ['\xff\xfe\xc0\xaf']],
  ['a raw CR between two objects', ['{"a":1}\r{"jsonrpc":"2.0","id":$ID,"result":{}}']],
];

/** Lines that are the answer to the call as far as its id shows, and not one that can be passed on. */
const spoilt: readonly (readonly [string, string])[] = [
  ['result and error', '{"jsonrpc":"2.0","id":$ID,"result":{},"error":{"code":1,"message":"x"}}'],
  ['neither', '{"jsonrpc":"2.0","id":$ID}'],
  ['two results', '{"jsonrpc":"2.0","id":$ID,"result":{"content":[]},"result":{"content":[1]}}'],
  ['a result of the wrong type', '{"jsonrpc":"2.0","id":$ID,"result":[]}'],
  ['a result that is null', '{"jsonrpc":"2.0","id":$ID,"result":null}'],
  ['an error of the wrong type', '{"jsonrpc":"2.0","id":$ID,"error":"no"}'],
  ['the wrong version', '{"jsonrpc":"1.0","id":$ID,"result":{}}'],
  ['no version', '{"id":$ID,"result":{}}'],
  ['invalid UTF-8', '{"jsonrpc":"2.0","id":$ID,"result":{"content":[{"type":"text","text":"\xff"}]}}'],
  ['an overlong character', '{"jsonrpc":"2.0","id":$ID,"result":{"s":"\xc0\xaf"}}'],
  ['a cut object', '{"jsonrpc":"2.0","id":$ID,"result":{"content":['],
  ['a raw control character', '{"jsonrpc":"2.0","id":$ID,"result":{"s":"a\u0001b"}}'],
  ['garbage behind it', '{"jsonrpc":"2.0","id":$ID,"result":{}} x'],
  ['too much depth', `{"jsonrpc":"2.0","id":$ID,"result":{"a":${'['.repeat(500)}${']'.repeat(500)}}}`],
];

attack('S78: what a server writes', { policy: guard }, (scene) => {
  let last = 5;
  const next = (): number => ++last; // a call that hangs must not fail those behind it

  test.each(strays)('S78: %s before the answer: exactly the answer comes', async (_, lines) => {
    const id = next();
    const before = scene.records('refused').length;
    scene.wire.send(say(id, ...lines, good));
    const { line } = await scene.wire.answer(id);
    expect(line.toString('utf8')).toBe(good.replace('$ID', String(id)));
    await scene.honest();
    expect(scene.wire.untaken).toEqual([]);
    expect(scene.wire.noise).toEqual([]);
    const refused = scene.records('refused').slice(before);
    if (lines.some((each) => each.trim() !== '')) expect(refused[0]).toMatchObject({ from: 'server' });
    expect(scene.records('outcome').at(-2)?.result?.status).toBe('ok');
    scene.mark();
  });

  test.each([
    ['the same answer twice', good],
    ['a result, then an error', '{"jsonrpc":"2.0","id":$ID,"error":{"code":1,"message":"x"}}'],
    ['a result, then a spoilt one', '{"jsonrpc":"2.0","id":$ID}'],
  ])('S78: %s: the first comes, the second is dropped and recorded', async (_, second) => {
    const id = next();
    const before = scene.records('refused').length;
    scene.wire.send(say(id, good, second));
    const { line } = await scene.wire.answer(id);
    expect(line.toString('utf8')).toBe(good.replace('$ID', String(id)));
    await scene.honest();
    expect(scene.wire.untaken).toEqual([]);
    expect(scene.records('refused').slice(before)).toMatchObject([{ from: 'server' }]);
    scene.mark();
  });

  test.each(spoilt)('S78: an answer with %s becomes one error', async (_, answer) => {
    const id = next();
    scene.wire.send(say(id, answer));
    const { message } = await scene.wire.answer(id);
    expect(message).toMatchObject({ jsonrpc: '2.0', error: { code: -32016, message: expect.any(String) } });
    expect(message.result).toBeUndefined();
    expect(scene.records('outcome').at(-1)?.result?.status).toBe('malformed');
    await scene.honest();
    expect(scene.wire.untaken).toEqual([]);
    scene.mark();
  });

  test('S78: an answer that ends with CR LF', async () => {
    const id = next();
    scene.wire.send(say(id, `${good}\r`));
    const { line } = await scene.wire.answer(id);
    expect(line.toString('utf8')).toBe(good.replace('$ID', String(id)));
    scene.mark();
  });

  test.each([
    ['an error', '"error":{"code":-1,"message":"User said no","data":{"n":9007199254740993}}'],
    ['a result', '"result":{"roots":[]}'],
  ])('S78: the client’s own %s reaches the server that asked, though a call has the same id', async (_, member) => {
    const id = next();
    const answer = `{"jsonrpc":"2.0","id":${id},${member}}`;
    scene.wire.send(callLine(id, 'ask', `{"method":"roots/list","params":{},"as":${id}}`));
    await scene.wire.take((message) => message.method === 'roots/list' && message.id === id);
    scene.wire.send(answer);
    const { message } = await scene.wire.answer(id);
    expect(message.result.content[0].text).toBe(answer);
    scene.mark();
  });

  test('S78: a request of the server with a method that nobody knows passes', async () => {
    const id = next();
    scene.wire.send(callLine(id, 'ask', '{"method":"x/custom","params":{"a":1},"as":"c"}'));
    const { line } = await scene.wire.take(({ method }) => method === 'x/custom');
    expect(line.toString('utf8')).toBe('{"jsonrpc":"2.0","id":"c","method":"x/custom","params":{"a":1}}');
    scene.wire.send('{"jsonrpc":"2.0","id":"c","error":{"code":-32601,"message":"no"}}');
    await scene.wire.answer(id);
    scene.mark();
  });
});

test.each([
  ['in the middle of its answer', saying('half a line', good)],
  ['with nothing said', saying('now')],
])('S78: a server that exits %s', async (_, line) => {
  const scene = await new Scene().open({ policy: guard });
  try {
    scene.wire.send(callLine('other', 'slow', '{"ms":5000}'));
    scene.wire.send(line);
    for (const id of [5, 'other']) {
      const { message } = await scene.wire.answer(id);
      expect(message.error).toMatchObject({ code: -32016 });
    }
    await scene.wire.ended;
    await scene.finish(1);
    expect(scene.records('outcome').slice(-2)).toMatchObject([
      { result: { status: 'upstream_gone' } },
      { result: { status: 'upstream_gone' } },
    ]);
  } finally {
    scene.remove();
  }
});
