import { expect, test } from 'vitest';
import { attack, callLine, guard } from '../fixtures/scene.js';

const denied = callLine(7, 'delete_file');
const allowed = callLine(7, 'echo');
const utf16 = Buffer.from(denied, 'utf16le');

attack('S9: framing and forms that are not JSON', { policy: guard }, (scene) => {
  test.each<readonly [string, string | Uint8Array]>([
    ['byte order mark', `\ufeff${denied}`],
    ['byte order mark before an allowed call', `\ufeff${allowed}`],
    ['NUL in front', `\u0000${denied}`],
    ['NUL behind', `${denied}\u0000`],
    ['UTF-16, little end first', utf16],
    ['UTF-16, big end first', Buffer.from(utf16).swap16()],
    ['UTF-16 with its mark', Buffer.concat([Buffer.of(0xff, 0xfe), utf16])],
    ['trailing garbage', `${allowed} x`],
    ['a trailing brace', `${allowed}}`],
    ['a trailing comma', `${allowed},`],
    ['two objects', `${allowed}${denied}`],
    ['two objects with a space', `${allowed} ${denied}`],
    ['two objects with a record separator', `\u001e${allowed}\u001e${denied}`],
    ['a cut message', denied.slice(0, -1)],
    ['a cut string', denied.slice(0, 60)],
    ['single quotes', denied.replaceAll('"', "'")],
    ['keys without quotes', denied.replace('"name"', 'name')],
    ['a comment', `${denied}// x`],
    ['a comment inside', denied.replace('"id"', '/* x */"id"')],
    ['a comma too many', denied.replace('"arguments":{}', '"arguments":{},')],
    ['a comma too many in an array', callLine(7, 'echo', '{"a":[1,]}')],
    ['NaN', callLine(7, 'echo', '{"a":NaN}')],
    ['Infinity', callLine(7, 'echo', '{"a":-Infinity}')],
    ['a hexadecimal number', callLine(7, 'echo', '{"a":0x10}')],
    ['a plus sign', callLine(7, 'echo', '{"a":+1}')],
    ['a leading zero', callLine(7, 'echo', '{"a":01}')],
    ['a leading point', callLine(7, 'echo', '{"a":.5}')],
    ['a trailing point', callLine(7, 'echo', '{"a":5.}')],
    ['a wrong escape', callLine(7, 'echo', '{"a":"\\x41"}')],
    ['a capital U escape', callLine(7, 'echo', '{"a":"\\U0041"}')],
    ['a word in capitals', callLine(7, 'echo', '{"a":True}')],
    ['a no-break space between', denied.replace(',"method"', '\u00a0,"method"')],
    ['a vertical tab between', denied.replace(',"method"', '\u000b,"method"')],
    ['text', 'tools/call delete_file'],
    ['a string', '"tools/call"'],
    ['a number', '42'],
    ['null', 'null'],
  ])('S9: %s', async (_, line) => void (await scene.refused(line, { codes: [-32700, -32600], id: null })));

  test('S9: Content-Length framing', async () => {
    const body = Buffer.from(denied);
    scene.wire.write(`Content-Length: ${body.length}\r\n\r\n`);
    const header = await scene.wire.take(({ error }) => error !== undefined);
    expect(header.message).toMatchObject({ id: null, error: { code: -32700 } });
    await scene.denied(denied, 7); // the body is a line of its own and judged as one
    while (scene.wire.untaken.length > 0) await scene.wire.answer(null); // the empty line may be refused too
  });
});

attack('S10: line ends of other readers', { policy: guard }, (scene) => {
  test.each([
    ['around a second message in an argument', callLine(7, 'echo', `{"x":\r${denied}\r}`)],
    ['around a second message in an array', callLine(7, 'echo', `{"x":[1,\r${denied}\r]}`)],
    ['between members', allowed.replace(',"params"', ',\r"params"')],
    ['before the message', `\r${denied}`],
    ['behind the message, twice', `${allowed}\r\r`],
    ['between two messages', `${allowed}\r${denied}`],
    ['in a string', callLine(7, 'echo', '{"s":"a\rb"}')],
  ])('S10: a raw CR %s', async (_, line) => {
    scene.wire.send(line);
    const { message } = await scene.wire.take(({ error }) => error !== undefined);
    expect([-32600, -32700]).toContain(message.error.code);
    expect(scene.records('refused').at(-1)).toMatchObject({ from: 'agent' });
    await scene.onlyArrived();
  });

  test.each(['\u2028', '\u2029', '\u0085', '\\r\\n', '\\u000a'])(
    'S10: %j in a string stays one message',
    async (character) => {
      const line = callLine('one', 'echo', `{"s":"a${character}${JSON.stringify(denied).slice(1, -1)}"}`);
      scene.wire.send(line);
      await scene.wire.answer('one');
      await scene.onlyArrived(line);
    },
  );
});

attack('S13: batches', { policy: guard }, (scene) => {
  test.each([
    ['a denied call alone', `[${denied}]`],
    ['an allowed call alone', `[${allowed}]`],
    ['a denied call second', `[${allowed},${callLine(8, 'delete_file')}]`],
    ['nested', `[[${denied}]]`],
    ['empty', '[]'],
    ['with spaces', ` [ ] `],
    ['of numbers', '[1,2]'],
    ['of notifications', '[{"jsonrpc":"2.0","method":"notifications/initialized"}]'],
    ['of answers', '[{"jsonrpc":"2.0","id":7,"result":{}}]'],
    ['of a thousand', `[${Array.from({ length: 1000 }, (_, id) => callLine(id, 'delete_file')).join(',')}]`],
  ])('S13: %s', async (_, line) => {
    const before = scene.records('refused').length;
    await scene.refused(line, { codes: [-32600], id: null });
    expect(scene.records('refused')).toHaveLength(before + 1);
  });
});
