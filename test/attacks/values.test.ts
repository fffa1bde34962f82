import { expect, test } from 'vitest';
import { sha256 } from '../fixtures/log.js';
import { attack, callLine, guard } from '../fixtures/scene.js';

attack('what is allowed arrives as the bytes that came', { policy: guard }, (scene) => {
  test.each([
    ['order, numbers and escapes', '{"n": 9007199254740993, "z":1, "a":2, "s":"\\u0041"}'],
    ['white space', '{ "a"\t:\t[ 1 , 2 ]  , "b" :{ } }'],
    ['characters as UTF-8 and as escapes', '{"é":"caf\\u00e9 é \u{1f375} \\ud83c\\udf75 \\/ \\b\\f\\n\\r\\t"}'],
    ['white space around and inside of the message', null],
  ])('%s', async (_, args) => {
    const line =
      args === null
        ? ' \t{ "params" : {"arguments":{}, "_meta":{"x":1.0},"name":"echo"} , "method":"tools\\/call","id" : "w" ,"jsonrpc":"2.0" }  '
        : callLine('w', 'echo', args);
    scene.wire.send(line);
    await scene.wire.answer('w');
    if (args !== null) expect(scene.records('intent').at(-1)?.args_sha256).toBe(sha256(args));
    await scene.onlyArrived(line);
  });

  test('a line that ends with CR LF is forwarded with LF', async () => {
    const line = callLine('crlf', 'echo', '{"s":"\\u0041"}');
    scene.wire.write(`${line}\r\n`);
    await scene.wire.answer('crlf');
    await scene.onlyArrived(line);
  });

  test('a line written byte by byte', async () => {
    const line = callLine('slowly', 'echo', '{"s":"é\u{1f375}"}');
    for (const byte of Buffer.from(`${line}\n`)) {
      scene.wire.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await scene.wire.answer('slowly');
    await scene.onlyArrived(line);
  });
});

const numbers = [
  '9007199254740993',
  '-9007199254740993',
  '1e999',
  '-1e-999',
  '-0',
  '1.0',
  '1E+2',
  '0.1000000000000000055511151231257827',
  '123456789012345678901234567890',
  '7'.repeat(400),
];

attack('S6: numbers that a double cannot hold', { policy: guard }, (scene) => {
  test.each(numbers)('S6: %s as an argument is not altered', async (number) => {
    const line = callLine('n', 'echo', `{"n":${number},"list":[${number}]}`);
    scene.wire.send(line);
    await scene.wire.answer('n');
    await scene.onlyArrived(line);
  });

  test.each(numbers.filter((number) => number !== '9007199254740993'))('S6: %s as an id is refused', async (number) => {
    await scene.refused(`{"jsonrpc":"2.0","id":${number},"method":"tools/call","params":{"name":"echo"}}`, {
      codes: [-32600, -32602],
      id: null,
    });
  });

  test('S6: 2^53+1 and its neighbours as ids', async () => {
    for (const id of ['9007199254740993', '9007199254740992', '-9007199254740992']) {
      await scene.refused(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`, { codes: [-32600, -32602], id: null });
    }
    const largest = '{"jsonrpc":"2.0","id":9007199254740991,"method":"tools/call","params":{"name":"echo"}}';
    scene.wire.send(largest);
    await scene.wire.answer(9007199254740991);
    await scene.onlyArrived(largest);
  });
});

attack('S7: lone surrogates and control characters', { policy: guard }, (scene) => {
  test.each([
    ['a high one', '{"s":"\\ud800"}'],
    ['a low one', '{"s":"\\udc00 x"}'],
    ['in the wrong order', '{"s":"\\udc00\\ud800"}'],
    ['two high ones', '{"s":"\\ud83d\\ud83d\\udd11"}'],
    ['in a key', '{"\\ud800":1}'],
    ['nested', '{"a":[{"b":"x\\uDBFFy"}]}'],
  ])('S7: %s is refused', async (_, args) => {
    await scene.refused(callLine(7, 'echo', args), { codes: [-32600, -32700], id: 7 });
  });

  test('S7: two lone surrogates leave two hashes', async () => {
    await scene.refused(callLine(7, 'echo', '{"s":"\\ud800"}'), { codes: [-32600, -32700] });
    await scene.refused(callLine(7, 'echo', '{"s":"\\ud801"}'), { codes: [-32600, -32700] });
    const [first, second] = scene.records('refused').slice(-2);
    expect(first?.sha256).not.toBe(second?.sha256);
  });

  test('S7: escaped control characters in arguments arrive unchanged', async () => {
    const line = callLine('c', 'echo', '{"nul":"a\\u0000b","esc":"\\u001b[2J","del":"\u007f","k\\u0000":1}');
    scene.wire.send(line);
    await scene.wire.answer('c');
    await scene.onlyArrived(line);
  });

  test.each(['\u0000', '\u001b', '\u0009', '\u001f'])(
    'S7: a raw control character in a string is not JSON',
    async (raw) => {
      await scene.refused(callLine(7, 'echo', `{"s":"a${raw}b"}`), { codes: [-32700], id: null });
    },
  );

  test.each(['\\u0000', '\\u001b', '\\n', '\\u0085', '\\u2028', '\\u200b', '\\u202e', '\u2066', '\\ufeff'])(
    'S7: a tool name with %s is refused',
    async (character) => {
      await scene.refused(callLine(7, `echo${character}`), { codes: [-32602], id: 7 });
    },
  );
});

attack('S8: bytes that are not UTF-8', { policy: guard }, (scene) => {
  test.each([
    ['ff', 'ff'],
    ['an overlong slash', 'c0af'],
    ['an overlong NUL', 'c080'],
    ['an overlong of three bytes', 'e080af'],
    ['an overlong of four bytes', 'f08282ac'],
    ['a surrogate', 'eda080'],
    ['a pair of surrogates', 'eda0bdedb491'],
    ['beyond U+10FFFF', 'f4908080'],
    ['a truncated character', 'c3'],
    ['a truncated character of four bytes', 'f09f8d'],
    ['a lone continuation', '80'],
  ])('S8: %s in an argument, a key, the name', async (_, hex) => {
    const bytes = Buffer.from(hex, 'hex');
    for (const around of [
      callLine(7, 'echo', '{"s":"a@b"}'),
      callLine(7, 'echo', '{"@":1}'),
      callLine(7, 'ec@ho'),
      '@',
    ]) {
      const [before = '', after = ''] = around.split('@');
      await scene.refused(Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]), {
        codes: [-32700, -32600],
        id: 7,
      });
    }
  });
});
