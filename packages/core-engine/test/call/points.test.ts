import { expect, test } from 'vitest';
import {
  type Decision,
  decide,
  handleCall,
  type PolicyDecisionPoint,
  type Question,
  redactAt,
} from '../../src/index.js';
import { join } from '../../src/policy/join.js';
import { answer, asked, call, denied, gateway, open, parse, policies, policy, upstream } from './harness.js';

const says =
  (decision: unknown): PolicyDecisionPoint =>
  () =>
    decision as Decision;
const no: Decision = { effect: 'deny', policy: 'second', code: 'SECOND_NO', reason: 'not today' };
const args = { path: '/a', password: 'hunter2' };
const withPassword = { ...asked, params: { name: 'read', arguments: args } };

async function through(points: readonly PolicyDecisionPoint[], message: object = asked, given?: object) {
  const { gate, entries } = gateway(policies, { points });
  const { arrived, forward } = upstream(given && answer(given));
  const reply = parse(await handleCall(call(message), gate, forward, open));
  return { arrived, reply, entries, gate };
}

test('one that abstains changes nothing', async () => {
  const { arrived, reply } = await through([says(undefined), async () => undefined]);
  expect(arrived).toHaveLength(1);
  expect(reply.result.isError).toBeUndefined();
});

test('its denial keeps the call from the server and is on record first', async () => {
  const { arrived, reply, entries } = await through([async () => no]);
  expect(arrived).toEqual([]);
  expect(reply.result._meta['ostiary/decision']).toMatchObject({ effect: 'deny', policy: 'second', code: 'SECOND_NO' });
  expect(entries).toMatchObject([{ kind: 'denied', decision: { policy: 'second', code: 'SECOND_NO' } }]);
});

test('it is not asked about what policy denies, and cannot allow it', async () => {
  const questions: Question[] = [];
  const { arrived, reply } = await through(
    [
      (question) => {
        questions.push(question);
        return { effect: 'allow' };
      },
    ],
    denied,
  );
  expect([arrived, questions]).toEqual([[], []]);
  expect(reply.result._meta['ostiary/decision'].code).toBe('NO_DELETE');
});

test('it sees the arguments, and the first denial ends the asking', async () => {
  const seen: unknown[] = [];
  const point: PolicyDecisionPoint = ({ tool, args: given }) => {
    seen.push([tool, given]);
    return no;
  };
  await through([point, point]);
  expect(seen).toEqual([['read', new Map([['path', '/a']])]]);
});

const thrower: PolicyDecisionPoint = () => {
  throw new Error('hunter2');
};
const odd: readonly (readonly [string, PolicyDecisionPoint])[] = [
  ['throws', thrower],
  ['rejects', () => Promise.reject(new Error('hunter2'))],
  ...[
    null,
    true,
    'allow',
    {},
    [],
    { effect: 'permit' },
    { effect: 'redact' },
    { effect: 'allow', reason: 7 },
    { effect: 'allow', risk: 'none' },
    { effect: 'allow', obligations: { hold: true } },
    { effect: 'allow', obligations: { approval: {} } },
    { effect: 'approve', obligations: { approval: { ttl: 1, approvers: [], quorum: 0, wait: 'hold' } } },
    { effect: 'redact', obligations: { redact: [{ path: 'password', with: 'full' }] } },
    { effect: 'redact', obligations: { redact: [{ path: [], with: 'full' }] } },
    { effect: 'redact', obligations: { redact: [{ path: [{ kind: 'any' }], with: 'none' }] } },
    { effect: 'redact', obligations: { redact: [{ findings: { include: [] }, with: 'full' }] } },
    { effect: 'redact', obligations: { redact: [{ path: [{ kind: 'any' }], with: 'full', findings: {} }] } },
    { effect: 'redact', obligations: { redact: 'password' } },
    { effect: 'allow', obligations: { marks: [1] } },
    { effect: 'allow', obligations: { marks: new Array(2) } },
    { effect: 'allow', obligations: 5 },
  ].map((value) => [`says ${JSON.stringify(value)}`, says(value)] as const),
];
test.each(odd)('one that %s refuses the call as a fault', async (_, point) => {
  const { arrived, reply, entries } = await through([point]);
  expect(arrived).toEqual([]);
  expect(reply.error).toMatchObject({ code: -32012, data: { code: 'OSTIARY_FAULT' } });
  expect(entries).toMatchObject([{ kind: 'denied', decision: { effect: 'deny', code: 'OSTIARY_FAULT' } }]);
  expect(JSON.stringify([reply, entries])).not.toContain('hunter2');
});

test('its redactions are carried out, and its marks kept', async () => {
  const opinion: Decision = {
    effect: 'redact',
    obligations: { redact: [redactAt('PASSWORD', 'full')], marks: ['seen'] },
  };
  const { arrived, gate } = await through([says(opinion)], withPassword);
  const sent = parse(arrived[0]);
  expect(sent.params.arguments.path).toBe('/a');
  expect(JSON.stringify(sent)).not.toContain('hunter2');
  expect([...gate.session.marks]).toEqual(['seen']);
});

test('its wish for approval refuses while nobody can approve', async () => {
  const { arrived, reply } = await through([says({ effect: 'approve', reason: 'ask Ann' })]);
  expect(arrived).toEqual([]);
  expect(reply.result._meta['ostiary/decision'].code).toBe('OSTIARY_APPROVAL_REQUIRED');
});

test('it is asked about the result, can withhold it, and approve is a fault there', async () => {
  const onResult =
    (decision: unknown): PolicyDecisionPoint =>
    ({ phase }) =>
      phase === 'result' ? (decision as Decision) : undefined;
  const withheld = await through([onResult({ effect: 'deny' })]);
  expect(withheld.arrived).toHaveLength(1);
  expect(withheld.reply.error.data).toMatchObject({ effect: 'deny', code: 'OSTIARY_DENIED' });
  expect(withheld.entries.at(-1)).toMatchObject({
    kind: 'outcome',
    result: { status: 'blocked' },
    decision: { code: 'OSTIARY_DENIED' },
  });
  const fault = await through([onResult({ effect: 'approve' })]);
  expect(fault.reply.error.data.code).toBe('OSTIARY_FAULT');
});

test('it is asked about requests that a result carries, and its fault stops them', async () => {
  const carrying = {
    jsonrpc: '2.0',
    id: 7,
    result: { resultType: 'input_required', inputRequests: { a: { method: 'roots/list' } } },
  };
  const onInner =
    (point: PolicyDecisionPoint): PolicyDecisionPoint =>
    (question) =>
      question.phase === 'request' ? point(question) : undefined;
  expect((await through([onInner(says(undefined))], asked, carrying)).reply.result.resultType).toBe('input_required');
  expect((await through([onInner(says(no))], asked, carrying)).reply.error.data.code).toBe('SECOND_NO');
  expect((await through([onInner(thrower)], asked, carrying)).reply.error.data.code).toBe('OSTIARY_FAULT');
});

test('what was reserved is given back where it denies', async () => {
  const limited = await policy(
    'version: 1\ndefault: allow\nrules: [{ id: b, effect: allow, tools: ["*"], rate: { limit: 1, window: 1h } }]',
  );
  const { createMemoryUsage } = await import('../../src/index.js');
  let isOpen = false;
  const { gate } = gateway([limited], { usage: createMemoryUsage(), points: [() => (isOpen ? undefined : no)] });
  const { arrived, forward } = upstream();
  await handleCall(call(asked), gate, forward, open);
  expect(arrived).toHaveLength(0);
  isOpen = true;
  await handleCall(call(asked), gate, forward, open);
  await handleCall(call(asked), gate, forward, open);
  expect(arrived).toHaveLength(1);
});

test('what it and policy ask of an approval holds together, and nobody can give what contradicts', async () => {
  const asking = [
    await policy(
      'version: 1\ndefault: allow\nrules: [{ id: a, effect: approve, approval: { ttl: 60s, approvers: [one, two], quorum: 2 } }]\n',
    ),
  ];
  const about: Question = { ...plain, tool: 'read' };
  const wish = (approvers: string[]): Decision => ({
    effect: 'approve',
    code: 'W',
    obligations: { approval: { ttl: 30_000, approvers, quorum: 1, wait: 'retry' } },
  });
  const decided = decide(asking, about);
  expect(join(decided, wish(['two', 'three']), about)).toMatchObject({
    effect: 'approve',
    rule: 'a',
    obligations: { approval: { ttl: 30_000, approvers: ['two'], quorum: 2, wait: 'hold' } },
  });
  const apart = join(decided, wish(['three']), about);
  expect(apart).toMatchObject({ effect: 'deny', rule: 'a', code: 'OSTIARY_DENIED' });
  expect(apart.obligations).toBeUndefined();
});

const plain = {
  phase: 'call',
  method: 'tools/call',
  server: 's',
  principal: { id: 'a', roles: [] },
  environment: '',
} as const;

test('joining never loosens, and keeps every change and reservation', () => {
  const strictness = { allow: 0, redact: 0, approve: 1, deny: 2 };
  const change = redactAt('password', 'full');
  const decisions: Decision[] = [
    { effect: 'allow' },
    { effect: 'redact', obligations: { redact: [change] } },
    { effect: 'approve', obligations: { approval: { ttl: 1, approvers: [], quorum: 1, wait: 'hold' } } },
    { effect: 'deny', code: 'X' },
  ];
  const question: Question = { ...plain, tool: 'read', args: new Map(Object.entries(args)) };
  expect(decide(policies, question).effect).toBe('allow');
  // Of equal ones the first speaks.
  const taken: Decision = {
    effect: 'allow',
    policy: 'one',
    reservations: [{ key: { policy: 'one', key: 'k', scope: 'global' }, amount: 1n }],
    shadow: [{ policy: 'one', rule: 'trial', effect: 'deny' }],
  };
  expect(join(taken, { effect: 'allow', policy: 'two' }, question)).toMatchObject(taken);
  for (const first of decisions) {
    for (const second of decisions) {
      const joined = join(first, second, question);
      const most = Math.max(strictness[first.effect], strictness[second.effect]);
      expect(strictness[joined.effect]).toBe(most);
      const changes = first.effect === 'redact' || second.effect === 'redact';
      if (joined.effect !== 'deny' && changes) expect(joined.obligations?.redact).toContainEqual(change);
      if (joined.effect === 'allow') expect(changes).toBe(false);
      if (joined.effect === 'approve') expect(joined.obligations?.approval).toBeDefined();
    }
  }
});
