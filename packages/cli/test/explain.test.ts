import { describe, expect, it } from 'vitest';
import { type ExplainOptions, explain } from '../src/commands/explain.js';
import { folder, openAround, parts, support } from './around.js';

const at = folder({
  'p.yaml': support,
  'redact.yaml':
    'version: 1\ndefault: allow\nrules:\n  - { id: r, effect: redact, redact: [{ path: "**.bcc", with: remove }, { findings: ["secret.*"], with: full }] }\n',
  'odd.yaml': 'version: 1\ndefault: deny\nrules:\n  - { id: r, effect: allow, when: "args.a == \'x\'" }\n',
  'call.json':
    '{"tool":"refund","args":{"amount":100},"roles":["support-agent"],"usage":{"refunds":1950},\n "session":{"id":"s","marks":["m"]},"findings":[{"type":"secret.x","score":9}]}',
  'bad.json': '{"tol":"refund",\n "session":{"mark":1},\n "now":"noon"}',
  'args.json': '{"amount": 9007199254740993}',
});
const policy = [at('p.yaml')];

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

async function ask(options: Partial<ExplainOptions>, stdin = '', extra = {}) {
  const { said, around } = openAround(extra);
  const code = await explain({ policy, format: 'json', ...options }, parts, around, bytes(stdin));
  return { code, ...said, json: () => JSON.parse(said.out) as Record<string, unknown> };
}

describe('ostiary explain', () => {
  it('tells each rule, and the first thing that did not hold', async () => {
    const { out, code } = await ask({
      tool: 'refund',
      args: '{"amount": 700}',
      roles: 'a, support-agent',
      format: 'text',
    });
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'approve by large of support',
      '  code       OSTIARY_APPROVAL_REQUIRED',
      '  reason     a rule of the policy asks for approval',
      '  approvers  finance',
      '',
      'support: approve by large',
      '  · no-deleting  deny     does not match  tools, saw "refund"',
      '  · small        allow    does not match  when, saw args.amount: 700',
      '  · mornings     allow    does not match  tools, saw "refund"',
      '  ✓ large        approve  decides',
      '',
    ]);
  });

  it('gives the decision as JSON, with amounts as text', async () => {
    const { json } = await ask({ tool: 'refund', args: '{"amount": 0.1}', roles: 'support-agent' });
    expect(json()).toMatchObject({
      effect: 'allow',
      rule: 'small',
      reservations: [{ policy: 'support', key: 'refunds', scope: 'session:session', amount: '0.1' }],
      votes: [{ policy: 'support', effect: 'allow', rule: 'small' }],
      trace: [
        { rule: 'no-deleting', matched: false, because: 'tools', saw: 'refund' },
        { rule: 'small', did: 'decides' },
      ],
    });
  });

  it('reads a whole call, and flags go before it', async () => {
    const file = { input: at('call.json') };
    const budget = {
      rule: 'small',
      because: 'budget',
      saw: { key: 'refunds', spent: '1950', adds: '100', limit: '2000' },
    };
    expect((await ask(file)).json()).toMatchObject({ rule: 'large', score: 9, trace: [{}, budget, {}, {}] });
    expect((await ask({ ...file, args: '{"amount": 50}' })).json()).toMatchObject({ rule: 'small' });
    expect((await ask({ ...file, prompt: 'delete_x' })).json()).toMatchObject({
      effect: 'deny',
      votes: [{ policy: 'support' }],
    });
    expect((await ask({ input: '-' }, '{"tool":"delete_x"}')).json()).toMatchObject({ rule: 'no-deleting' });
  });

  it('keeps what numbers say, from a flag, a file and standard input', async () => {
    const saw = { 'args.amount': '9007199254740993 (not exactly a double)' };
    const asked = { tool: 'refund', roles: 'support-agent' };
    for (const args of ['{"amount":9007199254740993}', `@${at('args.json')}`, '-']) {
      const { json } = await ask({ ...asked, args }, '{"amount":9007199254740993}');
      expect(json()['trace']).toContainEqual(expect.objectContaining({ rule: 'small', unevaluated: true, saw }));
    }
  });

  it('writes what must be changed as its author did', async () => {
    const { json } = await ask({ policy: [at('redact.yaml')], tool: 't', args: '{"bcc":1}' });
    const redact = [
      { path: '**.bcc', with: 'remove' },
      { findings: ['secret.*'], with: 'full' },
    ];
    expect(json()).toMatchObject({ effect: 'redact', obligations: { redact, marks: [] } });
  });

  it('takes the clock of the program, and says 1 for a denial only where that is asked', async () => {
    expect((await ask({ tool: 'report' })).json()).toMatchObject({ rule: 'mornings' });
    expect((await ask({ tool: 'delete_x', exitCode: true })).code).toBe(1);
    expect((await ask({ tool: 'delete_x' })).code).toBe(0);
    expect((await ask({ tool: 'report', exitCode: true })).code).toBe(0);
  });

  it('falls back on the baseline and says so', async () => {
    const { json, err } = await ask({ policy: [], tool: 'delete_x' });
    expect(json()).toMatchObject({ effect: 'deny', policy: 'baseline' });
    expect(err).toContain('pack:baseline');
  });

  it.each<[Partial<ExplainOptions>, RegExp]>([
    [{ tool: 't', args: '{"a":1,"a":2}' }, /key twice/],
    [{ tool: 't', args: '{"a":1' }, /^--args:1:7 error this is not JSON/],
    [{ tool: 't', args: '[1]' }, /JSON object/],
    [{ tool: 't', args: '"\\ud800"' }, /surrogate/],
    [{ tool: 't', args: '@nowhere.json' }, /no such file/],
    [{ tool: 't', args: '@/dev/zero' }, /longer than a message/],
    [{ tool: 't', prompt: 'p' }, /about one thing/],
    [{}, /say what is called/],
    [{ method: 'tools/cal', tool: 't' }, /did you mean `tools\/call`/],
    [{ method: 'tools/call' }, /needs a tool/],
    [{ method: 'prompts/get', tool: 't' }, /not about a tool/],
    [{ resource: 'a:b', args: '{}' }, /has no arguments/],
    [{ tool: 't', label: ['x'] }, /--label: expected key=value/],
    [{ tool: 't', label: ['x=1', 'x=2'] }, /label .x. is given twice/],
    [{ tool: 't', input: '-', args: '-' }, /either --input or --args/],
  ])('refuses %j', async (options, message) => {
    await expect(ask(options)).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
  });

  it('names every mistake of a file, with its place', async () => {
    const error = (await ask({ input: at('bad.json') }).catch((cause: unknown) => cause)) as Error;
    expect(error.message.split('\n').map((line) => line.replace(/^.*bad\.json:/, ''))).toEqual([
      '1:2 error unknown key `tol` (did you mean `tool`?)',
      '2:13 error unknown key `mark` (did you mean `marks`?)',
      '3:8 error `now` is a time such as 2026-01-31T09:00:00Z',
    ]);
  });

  it('colours on a terminal only, and shows what is hidden', async () => {
    const hostile = { policy: [at('odd.yaml')], tool: 't', args: '{"a":"\\u001b[2J\u202e"}', format: 'text' as const };
    const { out } = await ask(hostile, '', { isTerminal: true, env: { NO_COLOR: '1' } });
    expect(out).toContain('<202e>');
    expect(out).not.toMatch(/\p{Cc}(?<!\n)|\p{Cf}/u);
    expect((await ask({ ...hostile, format: 'json' })).out).not.toMatch(/\p{Cc}(?<!\n)|\p{Cf}/u);
    expect((await ask({ tool: 'delete_x', format: 'text' }, '', { isTerminal: true })).out).toContain('\u001b[31mdeny');
  });

  it('stands 7 MB of arguments, prints little of them, and refuses what the gateway refuses', async () => {
    const { out } = await ask({ policy: [at('odd.yaml')], tool: 't', args: JSON.stringify({ a: 'x'.repeat(7e6) }) });
    expect(out.length).toBeLessThan(5_000);
    const args = JSON.stringify({ a: 'x'.repeat(10e6) });
    await expect(ask({ tool: 't', args })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('8 MiB'),
    });
  });
});
