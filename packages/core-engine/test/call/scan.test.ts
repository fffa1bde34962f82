import { expect, test } from 'vitest';
import { createMemoryUsage, type Finding, handleCall, type Scan } from '../../src/index.js';
import { answer, asked, call, gateway, open, parse, policy, upstream } from './harness.js';

const text = (rest: string) => `
version: 1
default: allow
${rest}
rules:
  - { id: secrets, effect: deny, tools: [read], findings: ["secret.*"], code: SECRET }
  - { id: answers, effect: deny, phase: result, tools: [read], min_score: 5, code: BAD_ANSWER }
  - { id: mask, effect: redact, tools: [mask], redact: [{ findings: ["*"], with: token }] }
`;
const strict = [await policy(text(''))];
const forgiving = [await policy(text('on_error: { scanner: allow }'))];
const found = (score: number, type = 'secret.key', path = 'path'): Finding => ({
  type,
  path,
  score,
  scanner: 'double',
});

function scanning(policies: typeof strict, scan: Scan) {
  const seen: string[] = [];
  const double: Scan = async (given) => {
    seen.push(given.phase);
    return scan(given);
  };
  return { seen, ...gateway(policies, { scan: double }), ...upstream() };
}

test('what is found decides, and stands on record without the text', async () => {
  const { gate, forward, arrived, entries, seen } = scanning(strict, async () => [found(9)]);
  const reply = parse(await handleCall(call(asked), gate, forward, open));
  expect(reply.result._meta['ostiary/decision']).toMatchObject({ code: 'SECRET' });
  expect(arrived).toEqual([]);
  expect(seen).toEqual(['call']);
  expect(entries).toMatchObject([
    {
      kind: 'denied',
      decision: { score: 9 },
      findings: [{ type: 'secret.key', path: 'path', score: 9, scanner: 'double' }],
    },
  ]);
});

test('a call that no rule about findings speaks of is not scanned', async () => {
  const { gate, forward, arrived, seen } = scanning(strict, async () => [found(9)]);
  await handleCall(call({ ...asked, params: { ...asked.params, name: 'other' } }), gate, forward, open);
  expect(arrived).toHaveLength(1);
  expect(seen).toEqual([]);
});

test('results are scanned by the rules about results', async () => {
  const { gate, forward, entries } = scanning(strict, async ({ phase }) =>
    phase === 'result' ? [found(6, 'x.y')] : [],
  );
  const reply = parse(await handleCall(call(asked), gate, forward, open));
  expect(reply.error.data).toMatchObject({ code: 'BAD_ANSWER' });
  expect(entries.at(-1)).toMatchObject({ kind: 'outcome', result: { status: 'blocked' }, findings: [{ type: 'x.y' }] });
});

test.each<[string, Scan, number, number]>([
  ['that fails', async () => 'fault', 0, 1],
  ['that rejects', () => Promise.reject(new Error('down')), 0, 1],
  [
    'that throws',
    () => {
      throw new Error('down');
    },
    0,
    1,
  ],
  ['that cannot because of the content', async () => 'content', 0, 0],
])('a scanner %s: refused, and on_error forgives a fault alone', async (_, scan, whenStrict, whenForgiving) => {
  for (const [policies, arrives] of [
    [strict, whenStrict],
    [forgiving, whenForgiving],
  ] as const) {
    const { gate, forward, arrived } = scanning(policies, scan);
    await handleCall(call(asked), gate, forward, open);
    expect(arrived).toHaveLength(arrives);
  }
});

test('without scanners a rule about findings refuses', async () => {
  const { gate } = gateway(strict);
  const { arrived, forward } = upstream();
  expect(parse(await handleCall(call(asked), gate, forward, open)).error.code).toBe(-32012);
  expect(arrived).toEqual([]);
});

test('what was found is masked where it was found', async () => {
  const { gate, forward, arrived } = scanning(strict, async () => [{ ...found(3), range: [1, 2] }]);
  await handleCall(call({ ...asked, params: { ...asked.params, name: 'mask' } }), gate, forward, open);
  expect(parse(arrived[0]).params.arguments).toEqual({ path: '/<REDACTED:secret.key>' });
});

test('a mark is on the session before the answer is out, of an error too', async () => {
  const marking = [
    await policy(
      'version: 1\ndefault: allow\ntools: [{ match: read, marks: [seen] }]\nrules: [{ id: m, effect: allow, marks: [ruled] }]\n',
    ),
  ];
  const { gate } = gateway(marking);
  const { forward } = upstream(answer({ jsonrpc: '2.0', id: 7, error: { code: -1, message: 'no' } }));
  let marks: string[] = [];
  await handleCall(
    call(asked),
    {
      ...gate,
      ports: {
        ...gate.ports,
        async note() {
          marks = [...gate.session.marks];
        },
      },
    },
    forward,
    open,
  );
  expect(marks.toSorted()).toEqual(['ruled', 'seen']);
});

test('what has no place in the bytes cannot be changed, so it does not go on', async () => {
  const masking = [
    await policy(
      'version: 1\ndefault: allow\nrules: [{ id: m, effect: redact, redact: [{ path: "**", with: full }] }]\n',
    ),
  ];
  const { gate } = gateway(masking);
  const { arrived, forward } = upstream();
  const params = { ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'a', value: 'b' } };
  const reply = await handleCall(
    call({ jsonrpc: '2.0', id: 1, method: 'completion/complete', params }),
    gate,
    forward,
    open,
  );
  expect(parse(reply).error.code).toBe(-32010);
  expect(arrived).toEqual([]);
});

test.each([
  ['score', 'effect: deny, when: score > 5.0'],
  ['findings', 'effect: deny, when: "findings.exists(f, f.type.startsWith(\'secret.\'))"'],
  ['a part of it', 'effect: deny, when: "tool == \'other\' || [1.0].exists(x, x < score)"'],
  ['an amount', 'effect: allow, budget: { key: k, add: score, limit: 1, per: global, exceeded: deny }'],
])('a condition that reads %s alone makes scanners run', async (_, rule) => {
  const scored = [await policy(`version: 1\ndefault: allow\nrules:\n  - { id: r, tools: [read], ${rule} }\n`)];
  expect(scored[0]?.needs.findings).toBe(true);
  const { gate, forward, arrived, seen } = scanning(scored, async () => [found(9)]);
  const usage = createMemoryUsage();
  await handleCall(call(asked), { ...gate, ports: { ...gate.ports, usage } }, forward, open);
  expect(seen).toEqual(['call']);
  expect(arrived).toEqual([]);
});

test('a condition that reads something else asks no scanner', async () => {
  const other = [
    await policy('version: 1\ndefault: allow\nrules: [{ id: r, effect: deny, when: "tool == \'score\'" }]\n'),
  ];
  expect(other[0]?.needs.findings).toBe(false);
});
