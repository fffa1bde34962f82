import { beforeAll, describe, expect, it } from 'vitest';
import { filterList, type Policy, type Response } from '../../src/index.js';
import { answer, policy } from './harness.js';

const standing = { server: 'fs', principal: { id: 'agent:local', roles: [] }, environment: '' };
const decoder = new TextDecoder();
let policies: readonly Policy[];
beforeAll(async () => {
  policies = [
    await policy(
      'version: 1\ndefault: allow\nrules: [{ id: guard, effect: deny, tools: ["secret*"], resources: ["file:///etc/*"], prompts: [hidden] }]',
    ),
  ];
});

function responseOf(text: string): Response {
  const read = answer(text);
  if (read.kind !== 'response') throw new Error('not a response');
  return read.response;
}

function filter(method: string, result: string) {
  const list = filterList(policies, method, responseOf(`{"jsonrpc":"2.0","id":1,"result":${result}}`), standing);
  return list && { ...list, text: decoder.decode(list.bytes).slice('{"jsonrpc":"2.0","id":1,"result":'.length, -1) };
}

describe('S21 lists', () => {
  it.each([
    [
      'tools/list',
      '{"tools":[{"name":"a", "x":1.0},{"name":"secret1"},{"name":"b"}],"nextCursor":"\\u0041"}',
      '{"tools":[{"name":"a", "x":1.0},{"name":"b"}],"nextCursor":"\\u0041"}',
    ],
    ['tools/list', '{"tools":[{"name":"secret1"}]}', '{"tools":[]}'],
    ['tools/list', '{"tools":[{"name":"sec\\u0072et1"},{"name":"a"}]}', '{"tools":[{"name":"a"}]}'],
    [
      'resources/list',
      '{"resources":[{"uri":"file:///etc/x","name":"secret"},{"uri":"file:///a","name":"secret"}]}',
      '{"resources":[{"uri":"file:///a","name":"secret"}]}',
    ],
    [
      'resources/templates/list',
      '{"resourceTemplates":[{"uriTemplate":"file:///etc/{x}"},{"uriTemplate":"b"}]}',
      '{"resourceTemplates":[{"uriTemplate":"b"}]}',
    ],
    ['prompts/list', '{"prompts":[{"name":"hidden"},{"name":"shown"}]}', '{"prompts":[{"name":"shown"}]}'],
  ])('%s hides what is denied and keeps every other byte', (method, given, shown) => {
    expect(filter(method, given)).toMatchObject({ text: shown, unreadable: 0 });
  });

  it('gives the very same bytes where nothing is hidden', () => {
    const response = responseOf('{"jsonrpc":"2.0","id":1,"result":{"tools": [ {"name":"a"} ]}}');
    expect(filterList(policies, 'tools/list', response, standing)?.bytes).toBe(response.bytes);
  });

  it.each([
    '{"name":"a","name":"secret1"}',
    '{"name":"a","inputSchema":{"x":1,"x":2}}',
    '{"n\\u0061me":"a","name":"b"}',
    '{"title":"a"}',
    '{"name":1}',
    '{"name":"a","Name":"secret1"}',
    '{"name":"a","na\u200bme":"secret1"}',
    '"a"',
    'null',
    '[]',
    '{"name":"\\ud800"}',
  ])('hides an entry that two parsers could read differently, or that has no name, and reports it: %s', (entry) => {
    const list = filter('tools/list', `{"tools":[${entry},{"name":"a"}]}`);
    expect(list?.text).toBe('{"tools":[{"name":"a"}]}');
    expect(list?.unreadable).toBe(1);
  });

  it.each(['{"tools":{}}', '{"tools":"x"}', '{"tools":null}', '{"tools":[],"Tools":[{}]}'])(
    'does not pass a list that is none: %s',
    (result) => {
      expect(filter('tools/list', result)).toBeUndefined();
    },
  );

  it('S11 does not judge a page of a hundred thousand entries', () => {
    expect(filter('tools/list', `{"tools":[${'0,'.repeat(100_000)}0]}`)).toBeUndefined();
    expect(filter('tools/list', `{"tools":[${'0,'.repeat(10_000)}0]}`)).toBeUndefined();
    expect(filter('tools/list', `{"tools":[${'0,'.repeat(9_999)}0]}`)).toMatchObject({ unreadable: 10_000 });
  });

  it('passes an error and a result without entries', () => {
    const error = responseOf('{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}');
    expect(filterList(policies, 'tools/list', error, standing)?.bytes).toBe(error.bytes);
    expect(filter('tools/list', '{}')?.text).toBe('{}');
  });
});

describe('S21 lists, of which no call is known yet', () => {
  const shown = async (rules: string, tools: string, more: object = {}) => {
    const judged = [await policy(`version: 1\ndefault: deny\n${rules}`)];
    const learnt: unknown[] = [];
    const response = responseOf(`{"jsonrpc":"2.0","id":1,"result":{"tools":[${tools}]}}`);
    const claims = { of: () => undefined, learn: (...claim: unknown[]) => void learnt.push(claim) };
    const list = filterList(judged, 'tools/list', response, { ...standing, ...more }, claims);
    const { result } = JSON.parse(decoder.decode(list?.bytes));
    return { names: result.tools.map(({ name }: { name: string }) => name), learnt };
  };

  it.each([
    ['an allow rule with a condition shows it', '{ id: r, effect: allow, tools: [a], when: args.n < 5.0 }', ['a']],
    [
      'one that cannot hold for anybody does not',
      '{ id: r, effect: allow, tools: [a], when: "agent.id == \'x\'" }',
      [],
    ],
    [
      'an allow rule with a budget shows it',
      '{ id: r, effect: allow, tools: [a], budget: { key: k, limit: 0, per: agent } }',
      ['a'],
    ],
    ['so does one that asks for approval', '{ id: r, effect: approve, tools: [a] }', ['a']],
    [
      'a denial with a condition on arguments hides nothing',
      '{ id: d, effect: deny, when: args.n > 5.0 }, { id: r, effect: allow }',
      ['a'],
    ],
    [
      'nor does one on the session',
      '{ id: d, effect: deny, when: "\'m\' in session.marks" }, { id: r, effect: allow }',
      ['a'],
    ],
    ['a denial of all calls does', '{ id: d, effect: deny, tools: [a] }, { id: r, effect: allow }', []],
    [
      'a rule about lists hides what may be called',
      '{ id: d, effect: deny, phase: list, tools: [a] }, { id: r, effect: allow }',
      [],
    ],
  ])('%s', async (_, rules, expected) => {
    const session = { id: 's', marks: new Set(['m']), calls: 1 };
    expect((await shown(`rules: [${rules}]`, '{"name":"a"}', { session })).names).toEqual(expected);
  });

  it('what a server claims of a tool hides it where a denial asks for it, and is remembered', async () => {
    const rules = 'rules: [{ id: d, effect: deny, categories: [hint.destructive] }, { id: r, effect: allow }]';
    const tools =
      '{"name":"a","annotations":{"destructiveHint":true}},{"name":"b","annotations":{"destructiveHint":"true"}},' +
      '{"name":"c","annotations":{"destructiveHint":false,"openWorldHint":true}},{"name":"d","annotations":[]}';
    const { names, learnt } = await shown(rules, tools);
    expect(names).toEqual(['b', 'c', 'd']);
    expect(learnt).toEqual([
      ['a', { destructive: true }],
      ['c', { openWorld: true }],
    ]);
  });
});

it('a tool that was destructive once is hidden like its call is denied, whatever the server says of it later', async () => {
  const guard = await policy(
    'version: 1\ndefault: allow\nrules: [{ id: d, effect: deny, categories: [hint.destructive] }]',
  );
  const known = new Map([['calm', { destructive: true }]]);
  const claims = { of: (tool: string) => known.get(tool), learn: () => undefined };
  const response = responseOf('{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"calm"},{"name":"other"}]}}');
  const list = filterList([guard], 'tools/list', response, standing, claims);
  expect(list && decoder.decode(list.bytes)).toContain('"tools":[{"name":"other"}]');
});
