import { expect, test } from 'vitest';
import { attack, callLine, guard } from '../fixtures/scene.js';

const withId = (id: string, params = '"name":"echo"'): string =>
  `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{${params}}}`;

const good: readonly (readonly [string, string | number])[] = [
  ...[0, '', -1, '0', '__proto__', 'constructor', 'a"b\\c', '\u0000', '\u{1f511}'].map(
    (id) => [JSON.stringify(id), id] as const,
  ),
  ['the lowest number', -(2 ** 53 - 1)],
  ['10 kB', 'x'.repeat(10_000)],
];
const bad: readonly (readonly [string, string])[] = [
  ...['1.5', '9007199254740993', 'null', 'true', '{}', '[]', '[1]', '-0', '1e3', '1.0'].map((id) => [id, id] as const),
  ['17 KiB', `"${'x'.repeat(17 * 1024)}"`],
];

attack('S12: ids', { policy: guard }, (scene) => {
  test.each(good)('S12: %s comes back with its type', async (_, id) => {
    const line = withId(JSON.stringify(id));
    scene.wire.send(line);
    await scene.wire.answer(id);
    await scene.onlyArrived(line);
    await scene.denied(withId(JSON.stringify(id), '"name":"delete_file"'), id);
  });

  test.each(bad)('S12: %s is refused', async (_, id) => {
    await scene.refused(withId(id), { codes: [-32600, -32602], id: null });
  });

  test('S12: 0 and "0", "" and no other, all in flight at once', async () => {
    const ids = [0, '0', '', '00', -1, '-1', '__proto__'];
    for (const id of ids) scene.wire.send(callLine(id, 'slow', '{"ms":100}'));
    const lines = await Promise.all(ids.map((id) => scene.wire.answer(id)));
    expect(lines.map(({ message }) => message.id)).toEqual(ids);
    scene.mark();
  });

  test.each([
    ['the same number', '5', '5', 5],
    ['the same string', '"five"', '"five"', 'five'],
    ['the same string, escaped', '"five"', '"f\\u0069ve"', 'five'],
  ])('S12: %s twice in flight', async (_, first, second, id) => {
    const slow = withId(first, '"name":"slow","arguments":{"ms":300}');
    const answered = scene.wire.answer(id);
    scene.wire.send(slow);
    for (const params of ['"name":"echo"', '"name":"delete_file"']) {
      scene.wire.send(withId(second, params));
      const { message } = await scene.wire.answer(null);
      expect(message.error.code).toBe(-32600);
      expect(scene.records('refused').at(-1)).toMatchObject({ from: 'agent' });
    }
    const { message } = await answered;
    expect(message.result).toEqual({ content: [{ type: 'text', text: 'slow' }] });
    await scene.onlyArrived(slow);
  });

  test('S12: an id is free again once it was answered', async () => {
    const line = callLine('again', 'echo');
    for (let n = 0; n < 3; n++) {
      scene.wire.send(line);
      await scene.wire.answer('again');
    }
    await scene.onlyArrived(line, line, line);
  });
});
