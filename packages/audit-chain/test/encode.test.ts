import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encode } from '../src/encode.js';
import { type AuditEntry, openLog } from '../src/index.js';
import { hashOf, ZEROS } from './tools/forge.js';
import { begin, id, intent, outcome, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
const H = 'ab'.repeat(32);

/** Entries whose members stand in the wrong order, with the bytes that they must become. */
const cases: readonly [string, AuditEntry, string][] = [
  [
    'intent of a tool',
    {
      decision: { risk: 'low', reason: 'r', code: 'C', rule: 'u', policy: 'p', effect: 'allow' },
      args_sha256: H,
      tool: 't',
      method: 'tools/call',
      server: 'files',
      agent: 'agent:local',
      session: 's',
      call: 'c',
      kind: 'intent',
    },
    `"kind":"intent","call":"c","session":"s","agent":"agent:local","server":"files","method":"tools/call","tool":"t","args_sha256":"${H}","decision":{"effect":"allow","policy":"p","rule":"u","code":"C","reason":"r","risk":"low"}`,
  ],
  [
    'denied request of the server',
    {
      decision: { code: 'OSTIARY_DENIED', effect: 'deny' },
      method: 'sampling/createMessage',
      from: 'server',
      server: 'files',
      agent: 'a',
      session: 's',
      call: 'c',
      kind: 'denied',
    },
    '"kind":"denied","call":"c","session":"s","agent":"a","server":"files","from":"server","method":"sampling/createMessage","decision":{"effect":"deny","code":"OSTIARY_DENIED"}',
  ],
  [
    'intent of a resource',
    { ...intent(1), tool: undefined, resource: 'file:///a' } as unknown as AuditEntry,
    `"kind":"intent","call":"${id(1)}","session":"${id(0)}","agent":"agent:local","server":"files","method":"tools/call","resource":"file:///a","decision":{"effect":"allow","policy":"baseline"}`,
  ],
  [
    'intent that was changed, and what it took',
    {
      reserved: [
        { amount: '12.5', key: 'refunds', policy: 'p' },
        { amount: '1', key: 'rate of small', policy: 'p' },
      ],
      findings: [
        { scanner: 's', score: 7.25, range: [3, 9], path: 'a.0', type: 'secret.x' },
        { scanner: 's', score: 0, path: '', type: 't' },
      ],
      shadow: [
        { effect: 'deny', rule: 'trial', policy: 'q' },
        { effect: 'approve', policy: 'q' },
      ],
      decision: { score: 7.25, effect: 'redact' },
      sent_sha256: H.replaceAll('ab', 'cd'),
      args_sha256: H,
      method: 'tools/call',
      server: 'files',
      agent: 'a',
      session: 's',
      call: 'c',
      kind: 'intent',
    },
    `"kind":"intent","call":"c","session":"s","agent":"a","server":"files","method":"tools/call","args_sha256":"${H}","sent_sha256":"${'cd'.repeat(32)}","decision":{"effect":"redact","score":7.25},"shadow":[{"policy":"q","rule":"trial","effect":"deny"},{"policy":"q","effect":"approve"}],"findings":[{"type":"secret.x","path":"a.0","range":[3,9],"score":7.25,"scanner":"s"},{"type":"t","path":"","score":0,"scanner":"s"}],"reserved":[{"policy":"p","key":"refunds","amount":"12.5"},{"policy":"p","key":"rate of small","amount":"1"}]`,
  ],
  [
    'denied, because nobody approved; empty lists are omitted',
    {
      ...intent(1),
      kind: 'denied',
      decision: { effect: 'approve', code: 'OSTIARY_APPROVAL_REQUIRED' },
      shadow: [],
      findings: [],
      reserved: [],
    },
    encode({ ...intent(1), kind: 'denied', decision: { effect: 'deny', code: 'OSTIARY_APPROVAL_REQUIRED' } }).replace(
      '"deny"',
      '"approve"',
    ),
  ],
  [
    'outcome whose result was changed',
    {
      decision: { effect: 'redact', rule: 'r', policy: 'p' },
      findings: [{ scanner: 's', score: 10, path: 'a\n', type: 't' }],
      result: { status: 'ok' },
      call: 'c',
      kind: 'outcome',
    },
    '"kind":"outcome","call":"c","result":{"status":"ok"},"findings":[{"type":"t","path":"a\\n","score":10,"scanner":"s"}],"decision":{"effect":"redact","policy":"p","rule":"r"}',
  ],
  [
    'outcome',
    { result: { ms: 0, sha256: H, bytes: 12, status: 'tool_error' }, call: 'c', kind: 'outcome' },
    `"kind":"outcome","call":"c","result":{"status":"tool_error","bytes":12,"sha256":"${H}","ms":0}`,
  ],
  [
    'outcome that a rule acted on',
    { decision: { effect: 'deny', code: 'X' }, result: { status: 'blocked' }, call: 'c', kind: 'outcome' },
    '"kind":"outcome","call":"c","result":{"status":"blocked"},"decision":{"effect":"deny","code":"X"}',
  ],
  [
    'refused',
    { sha256: H, bytes: 9, reason: 'not_json', code: 'OSTIARY_MALFORMED', from: 'agent', kind: 'refused' },
    `"kind":"refused","from":"agent","code":"OSTIARY_MALFORMED","reason":"not_json","bytes":9,"sha256":"${H}"`,
  ],
  [
    'session opened',
    {
      protocol: '2025-11-25',
      client: { version: 'v'.repeat(300), name: `${'n'.repeat(255)}\u{1f600}${'n'.repeat(50)}` },
      server: 'files',
      key: 'k',
      scheme: 'ed25519',
      roles: ['a', 'b'],
      agent: 'a',
      session: 's',
      event: 'opened',
      kind: 'session',
    },
    `"kind":"session","event":"opened","session":"s","agent":"a","roles":["a","b"],"scheme":"ed25519","key":"k","server":"files","client":{"name":"${'n'.repeat(255)}\u{1f600}","version":"${'v'.repeat(256)}"},"protocol":"2025-11-25"`,
  ],
  [
    'session closed keeps event and session, and empty lists are omitted',
    { kind: 'session', event: 'closed', session: 's', agent: 'a', roles: [] },
    '"kind":"session","event":"closed","session":"s"',
  ],
  [
    'session without roles',
    { kind: 'session', event: 'opened', session: 's', roles: [] },
    '"kind":"session","event":"opened","session":"s"',
  ],
  ['stop', { reason: 'sigterm', kind: 'stop' }, '"kind":"stop","reason":"sigterm"'],
  [
    'control characters, line separators and lone surrogates',
    {
      kind: 'refused',
      from: 'agent',
      code: '\u0000\n\u001b\u007f\u0085\u009b\u2028\u2029\ud800x\udc00é😀"\\',
      reason: '',
      bytes: 0,
    },
    '"kind":"refused","from":"agent","code":"\\u0000\\n\\u001b\\u007f\\u0085\\u009b\\u2028\\u2029\\ud800x\\udc00é😀\\"\\\\","reason":"","bytes":0',
  ],
];

describe('encode', () => {
  it.each(cases)('%s', (_, entry, expected) => {
    expect(encode(entry)).toBe(expected);
  });

  it('drops members that nobody described', () => {
    const entry = {
      ...outcome(1),
      hash: 'x',
      seq: 9,
      result: { ...outcome(1).result, text: 'secret', toJSON: undefined },
    };
    expect(encode(entry)).toBe(encode(outcome(1)));
  });

  it.each([
    ['null', { ...intent(1), tool: null }],
    ['a number as text', { ...intent(1), session: 5 }],
    ['an effect that is none', { ...intent(1), decision: { effect: 'simulate' } }],
    ['an effect on trial that is none', { ...intent(1), shadow: [{ policy: 'p', effect: 'maybe' }] }],
    ['a score with many decimals', { ...intent(1), decision: { effect: 'allow', score: 1 / 3 } }],
    [
      'a score that is no number',
      { ...intent(1), findings: [{ type: 't', path: '', score: Number.NaN, scanner: 's' }] },
    ],
    ['a score below 0', { ...intent(1), findings: [{ type: 't', path: '', score: -1, scanner: 's' }] }],
    [
      'a range between units',
      { ...intent(1), findings: [{ type: 't', path: '', range: [0.5, 1], score: 1, scanner: 's' }] },
    ],
    ['an amount that is a number', { ...intent(1), reserved: [{ policy: 'p', key: 'k', amount: 1 }] }],
    ['an object with toJSON', { ...intent(1), agent: { toJSON: () => 'a' } }],
    ['a denial without code', { ...intent(1), kind: 'denied', decision: { effect: 'deny' } }],
    ['a fraction', { ...outcome(1), result: { status: 'ok', ms: 1.5 } }],
    ['a negative number', { ...outcome(1), result: { status: 'ok', bytes: -1 } }],
    ['NaN', { ...outcome(1), result: { status: 'ok', bytes: Number.NaN } }],
    ['a status of recovery', { ...outcome(1), result: { status: 'unknown' } }],
    ['an unknown kind', { kind: 'start' }],
    ['an unknown stop', { kind: 'stop', reason: 'tired' }],
    ['no decision', { ...intent(1), decision: undefined }],
    ['a null for a result', { ...outcome(1), result: null }],
  ])('refuses %s', (_, entry) => {
    expect(() => encode(entry as unknown as AuditEntry)).toThrow(expect.objectContaining({ code: 'bad_entry' }));
  });
});

describe('a whole log', () => {
  it('has exactly the bytes of the format', async () => {
    const path = join(folder, 'golden.jsonl');
    const policies = [{ sha256: H, name: 'pack:baseline' }];
    const plugins = [{ version: '1.0.0', name: 'pii' }];
    const time = Date.parse('2026-03-02T09:14:07.041Z');
    const log = await openLog({ path, durability: 'os', now: () => time, start: { ...begin, policies, plugins } });
    for (const [, entry] of cases) await log.record(entry);
    await log.close();

    let expected = '';
    let prev = ZEROS;
    const rest = [
      `"kind":"start","log":"${log.log}","version":"0.1.0","plugins":[{"name":"pii","version":"1.0.0"}],"policies":[{"name":"pack:baseline","sha256":"${H}"}],"durability":"os","arguments":"none"`,
      ...cases.map(([, , text]) => text),
    ];
    for (const [index, members] of rest.entries()) {
      const body = `{"v":1,"seq":${index + 1},"ts":"2026-03-02T09:14:07.041Z","prev":"${prev}",${members}`;
      prev = hashOf(body);
      expected += `${body},"hash":"${prev}"}\n`;
    }
    expect(readFileSync(path, 'utf8')).toBe(expected);
    expect(log.log).toMatch(/^[0-9a-f]{32}$/);
  });
});
