import { expect, test } from 'vitest';
import { doubtful, entries, frames, lists } from '../fixtures/lists.mjs';
import { attack, callLine } from '../fixtures/scene.js';

const policy = `
version: 1
name: few
default: deny
rules:
  - { id: some-tools, effect: allow, tools: [echo, read_*, caf*] }
  - { id: open-files, effect: allow, resources: ["file:///open/*"] }
  - { id: greeting, effect: allow, prompts: [greet] }
`;

const kept = {
  'tools/list': ['tools', [0, 1, 4]],
  'resources/list': ['resources', [0]],
  'resources/templates/list': ['resourceTemplates', [0]],
  'prompts/list': ['prompts', [0]],
} as const;

attack('S21: lists show what policy allows', { policy }, (scene) => {
  test.each(Object.entries(kept))('S21: %s', async (method, [key, indices]) => {
    const all = method as keyof typeof kept;
    scene.wire.send(`{"jsonrpc":"2.0","id":"l","method":"${method}"}`);
    const { line, message } = await scene.wire.answer('l');
    scene.mark();
    const shown = indices.map((index) => entries[key][index] ?? '');
    const text = line.toString('utf8');
    const whole = `{"jsonrpc":"2.0","id":"l","result":${lists[all]}}`;

    expect(message.result).toEqual({ ...JSON.parse(lists[all]), [key]: shown.map((entry) => JSON.parse(entry)) });
    for (const entry of shown) expect(text).toContain(entry);
    for (const entry of entries[key]) expect(text.includes(entry)).toBe(shown.includes(entry));
    // What stands around the entries is byte for byte what the server wrote.
    const [head, tail] = frames[all];
    expect(text.startsWith(whole.slice(0, whole.indexOf(head) + head.length))).toBe(true);
    expect(text.endsWith(`${tail.trimStart()}}`)).toBe(true);
  });

  test('S21: the refusal is the same whether the tool exists or not', async () => {
    const refusals = [];
    for (const tool of ['delete_file', 'no_such_tool', 'toString']) {
      const { result } = await scene.denied(callLine(7, tool), 7, null);
      const { id, ...decision } = result._meta['ostiary/decision'];
      refusals.push(
        JSON.stringify({ ...result, _meta: { 'ostiary/decision': decision } })
          .replaceAll(tool, 'T')
          .replaceAll(id, 'I'),
      );
    }
    expect(new Set(refusals).size).toBe(1);
  });

  test('S21: so is the refusal of a resource and of a prompt', async () => {
    const ask = async (method: string, params: string): Promise<string> => {
      scene.wire.send(`{"jsonrpc":"2.0","id":7,"method":"${method}","params":${params}}`);
      const { message } = await scene.wire.answer(7);
      const { id, ...data } = message.error.data;
      return JSON.stringify({ ...message.error, data }).replaceAll(id, 'I');
    };
    const read = await ask('resources/read', '{"uri":"file:///secret/b.txt"}');
    expect(await ask('resources/read', '{"uri":"file:///no/such"}')).toBe(read);
    const prompt = await ask('prompts/get', '{"name":"secret-prompt"}');
    expect(await ask('prompts/get', '{"name":"no-such"}')).toBe(prompt);
  });
});

attack(
  'S21: an allow-all policy shows the list as it came',
  { policy: 'version: 1\nname: all\ndefault: allow\n' },
  (scene) => {
    test.each(Object.entries(lists))('S21: %s', async (method, result) => {
      scene.wire.send(`{"jsonrpc":"2.0","id":"l","method":"${method}"}`);
      const { line } = await scene.wire.answer('l');
      expect(line.toString('utf8')).toBe(`{"jsonrpc":"2.0","id":"l","result":${result}}`);
    });
  },
);

attack('S21: entries that two parsers could read differently', { policy }, (scene) => {
  test('S21: they are hidden and recorded', async () => {
    scene.wire.send('{"jsonrpc":"2.0","id":"l","method":"tools/list","params":{"cursor":"doubtful"}}');
    const { line } = await scene.wire.answer('l');
    expect(line.toString('utf8')).toBe(`{"jsonrpc":"2.0","id":"l","result":{"tools":[${doubtful[0]}]}}`);
    const refused = scene.records('refused').filter(({ from }) => from === 'server');
    expect(refused.length).toBeGreaterThan(0);
  });
});
