import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { test as runTests, type TestOptions } from '../src/commands/test.js';
import { folder, openAround, parts, support } from './around.js';

const at = folder({
  'p.yaml': support,
  'cases.yaml': `policy: p.yaml
cases:
  - { name: a small refund, tool: refund, args: { amount: 120 }, roles: [support-agent], expect: allow }
  - { name: nobody deletes, tool: delete_x, expect: { effect: deny, rule: no-deleting, code: OSTIARY_DENIED } }
  - name: over the budget
    tool: refund
    args: { amount: 100 }
    roles: [support-agent]
    usage: { refunds: 1950 }
    expect: { effect: approve, rule: large }
  - { name: in the afternoon, tool: report, now: "2026-01-02T13:00:00Z", expect: deny }
`,
  'fixtures.json': `[
  {"tool_name": "refund", "arguments": {"amount": 9007199254740993}, "expected_decision": "APPROVE"},
  {"tool_name": "delete_x", "arguments": {}, "expected_decision": "allow", "name": "<bad & \\u001b[2Jname\\u202e>"}
]`,
  'one.json': '{"tool_name": "refund", "expected_decision": "approve"}',
});

async function run(names: readonly string[], options: Partial<TestOptions> = {}) {
  const { said, around } = openAround();
  const code = await runTests(names, { format: 'text', ...options }, parts, around);
  return { code, ...said };
}

describe('ostiary test', () => {
  it('runs cases against the policy that their file names', async () => {
    const { code, out } = await run([at('cases.yaml')]);
    expect(out.split('\n')).toEqual([
      'PASS a small refund: allow',
      'PASS nobody deletes: deny by no-deleting with OSTIARY_DENIED',
      'PASS over the budget: approve by large',
      'PASS in the afternoon: deny',
      '',
      'Results: 4/4 passed, 0 failed',
      '',
    ]);
    expect(code).toBe(0);
  });

  it('runs fixtures, says what failed, and writes XML without what XML cannot hold', async () => {
    const junit = at('results.xml');
    const { code, out } = await run([at('fixtures.json'), at('one.json')], { policy: [at('p.yaml')], junit });
    expect(code).toBe(1);
    expect(out).toContain('PASS refund: approve\nFAIL <bad & <1b>[2Jname<202e>>: deny (expected allow)\nPASS refund');
    expect(out).toContain('Results: 2/3 passed, 1 failed');
    const xml = readFileSync(junit, 'utf8');
    expect(xml).toContain('name="&lt;bad &amp; [2Jname&gt;"');
    expect(xml).toContain('<testsuites name="ostiary" tests="3" failures="1" errors="0">');
    expect(xml).not.toMatch(/\p{Cc}(?<!\n)|\p{Cf}/u);
    expect(xml.match(/<(?!\?|\/)[a-z]+[^>]*[^/]>/g)?.length).toBe(xml.match(/<\//g)?.length);
  });

  it('prints JSON', async () => {
    const { out } = await run([at('fixtures.json')], { policy: [at('p.yaml')], format: 'json' });
    expect(JSON.parse(out)).toMatchObject({
      passed: 1,
      failed: 1,
      results: [
        { line: 2, name: 'refund', passed: true, effect: 'approve', rule: 'large' },
        { passed: false, expected: 'allow' },
      ],
    });
  });

  it.each<[string, string, readonly string[]]>([
    ['a.yaml', 'cases: []', ['1:1 error there are no cases here']],
    ['a.yaml', '', ['1:1 error a file of cases must be an object']],
    ['a.yaml', 'policy: x', ['1:1 error there are no cases here']],
    ['a.json', '[]', ['1:1 error there are no cases here']],
    ['a.json', '[{"tool_name": "x",}]', ['1:20 error this is not JSON']],
    ['a.json', '[{"tool_name":"x","tool_name":"y"}]', ['1:1 error an object has a key twice']],
    ['a.json', '[{"tool_name":"x",\n"expected_decision":"alow"}]', ['2:21 error `expected_decision` is one of']],
    [
      'a.json',
      '[{"tool_nam":"x","expected_decision":"deny"}]',
      ['(did you mean `tool_name`?)', 'missing key `tool_name`'],
    ],
    ['a.yaml', 'cases:\n  - { tool: x, expect: alow }', ['2:24 error `expect` is one of', '(did you mean `allow`?)']],
    [
      'a.yaml',
      'cases:\n  - { tool: x, rols: [a], expect: deny }',
      ['2:16 error unknown key `rols` (did you mean `roles`?)'],
    ],
    ['a.yaml', 'cases:\n  - { tool: x }', ['2:5 error missing key `expect`']],
    ['a.yaml', 'cases:\n  - { tool: x, args: { a: yes }, expect: deny }', ['2:27 error `yes` without quotes']],
    ['a.yaml', 'cases:\n  - { tool: x, tool: y, expect: deny }', ['Map keys must be unique']],
    ['a.yaml', 'cases: &a\n  - *a', ['aliases and tags are not allowed']],
    ['a.yaml', 'cases:\n  - { tool: x, expect: { effect: deny, rul: x } }', ['(did you mean `rule`?)']],
    ['a.yaml', `cases: ${'['.repeat(5_000)}`, ['nested too deep']],
    ['a.yaml', `cases: ${'[a, '.repeat(100_000)}`, ['nested too deep']],
    ['a.yaml', Array.from({ length: 200 }, (_, level) => `${' '.repeat(level)}-\n`).join(''), ['nested too deep']],
    ['a.yaml', `cases: ["${'x'.repeat(2 ** 20)}"]`, ['the file is too large']],
    ['a.yaml', 'cases: []\n---\ncases: []', ['error']],
    ['a.yaml', 'cases: [\u001b]', ['error']],
  ])('refuses %s of case %#', async (name, text, messages) => {
    writeFileSync(at(name), text);
    const error = (await run([at(name)], { policy: [at('p.yaml')] }).catch((cause: unknown) => cause)) as Error;
    expect(error).toMatchObject({ exitCode: 2 });
    for (const message of messages) expect(error.message).toContain(message);
  });

  it('needs a policy, files that are there, and a place for its XML', async () => {
    const usage = { exitCode: 2 };
    await expect(run([at('one.json')])).rejects.toMatchObject(usage);
    await expect(run([at('nowhere')])).rejects.toMatchObject(usage);
    await expect(run([at('cases.yaml')], { junit: at('no/such/folder.xml') })).rejects.toMatchObject(usage);
    await expect(run([at('one.json')], { policy: [at('a.yaml')] })).rejects.toMatchObject(usage);
  });

  it('runs again when a case or a policy changes, also over a mistake, until it is told to stop', async () => {
    const here = folder({ 'p.yaml': support, 'c.json': '{"tool_name":"x","expected_decision":"allow"}' });
    const { said, around } = openAround();
    const stop = new AbortController();
    const options = { policy: [here('p.yaml')], watch: true, format: 'text' as const };
    const running = runTests([here('c.json')], options, parts, around, stop.signal);
    const shows = (text: string) => expect.poll(() => said.out + said.err, { timeout: 10_000 }).toContain(text);
    await shows('FAIL x: deny (expected allow)');
    writeFileSync(here('c.json'), '{"tool_name":"x",');
    await shows('this is not JSON');
    writeFileSync(here('c.json'), '{"tool_name":"x","expected_decision":"deny"}');
    await shows('PASS x: deny');
    writeFileSync(here('p.yaml'), support.replace('default: deny', 'default: allow'));
    await shows('FAIL x: allow (expected deny)');
    stop.abort();
    expect(await running).toBe(0);
    rmSync(here('p.yaml'));
  });
});
