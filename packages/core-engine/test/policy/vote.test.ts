import { expect, test } from 'vitest';
import { decide } from '../../src/policy/decide.js';
import { type Asked, policyOf, question } from './support.js';

const guarded = {
  version: 1,
  name: 'guarded',
  default: 'deny',
  tools: [
    { match: 'get', servers: ['files'], action: 'read', categories: ['notes'] },
    { match: 'get', servers: ['shell'], action: 'execute' },
  ],
  rules: [
    { id: 'staff', effect: 'allow', tools: ['open'], roles: ['staff'] },
    { id: 'reads', effect: 'allow', tools: ['get'], actions: ['read'] },
    { id: 'notes', effect: 'deny', resources: ['open'], agents: ['agent:b'] },
    { id: 'others', effect: 'allow', resources: ['*'], environments: ['test'] },
    { id: 'by-name', effect: 'allow', prompts: ['open'], methods: ['prompts/get'] },
    { id: 'never', effect: 'deny', tools: ['never'] },
    { id: 'sampling', effect: 'allow', phase: 'request', servers: ['files'] },
  ],
};

test('what is remembered of a name says nothing of who asks, where and how', async () => {
  const policies = [await policyOf(guarded)];
  const rule = (asked: Asked) => decide(policies, question(asked)).rule;
  // Each pair has one name and differs in one thing; asked again the other way round.
  const pairs: [Asked, string | undefined][] = [
    [{ tool: 'open', roles: ['staff'] }, 'staff'],
    [{ tool: 'open', roles: ['guest'] }, undefined],
    [{ tool: 'get', server: 'files' }, 'reads'],
    [{ tool: 'get', server: 'shell' }, undefined],
    [{ resource: 'open', environment: 'test', agent: 'agent:a' }, 'others'],
    [{ resource: 'open', environment: 'test', agent: 'agent:b' }, 'notes'],
    [{ resource: 'open', environment: 'live', agent: 'agent:a' }, undefined],
    [{ prompt: 'open' }, 'by-name'],
    [{ prompt: 'open', method: 'completion/complete' }, undefined],
    [{ phase: 'request', method: 'sampling/createMessage', server: 'files' }, 'sampling'],
    [{ phase: 'request', method: 'sampling/createMessage', server: 'shell' }, undefined],
  ];
  for (const [asked, expected] of [...pairs, ...pairs.toReversed(), ...pairs]) {
    expect([asked, rule(asked)]).toEqual([asked, expected]);
  }
});

test('every policy remembers for itself', async () => {
  const withFact = (categories: string[]) => ({
    version: 1,
    default: 'abstain',
    tools: [{ match: 'x', categories }],
    rules: [{ id: 'web', effect: 'allow', categories: ['web'] }],
  });
  const [web, notes] = [await policyOf(withFact(['web']), 'web'), await policyOf(withFact(['notes']), 'notes')];
  for (let time = 0; time < 2; time += 1) {
    expect(decide([web], question({ tool: 'x' })).rule).toBe('web');
    expect(decide([notes], question({ tool: 'x' })).effect).toBe('deny');
  }
});

test('a decision is one frozen object', async () => {
  const policies = [await policyOf(guarded)];
  const asked: Asked[] = [
    { tool: 'open', roles: ['staff'] },
    { tool: 'open' },
    { tool: 'never' },
    { phase: 'request' },
    { tool: 'a\u0007' },
  ];
  for (const one of asked) {
    const decision = decide(policies, question(one));
    expect(Object.isFrozen(decision)).toBe(true);
    expect(decide(policies, question({ ...one, agent: 'agent:c' }))).toBe(decision);
  }
  expect(Object.isFrozen(decide([], question({ tool: 'x' })))).toBe(true);
  const open = [await policyOf({ version: 1, default: 'allow' })];
  expect(Object.isFrozen(decide(open, question({ tool: 'x' })))).toBe(true);
});

test('a question with two names is judged by the rules about both', async () => {
  const policies = [
    await policyOf({
      version: 1,
      default: 'deny',
      rules: [
        { id: 'no-file', effect: 'deny', resources: ['file:*'] },
        { id: 'a', effect: 'allow', tools: ['a'] },
        { id: 'p', effect: 'allow', prompts: ['p'] },
      ],
    }),
  ];
  const rule = (asked: Asked) => decide(policies, question(asked)).rule;
  expect(rule({ tool: 'a', resource: 'file:x' })).toBe('no-file');
  expect(rule({ prompt: 'p', resource: 'file:x' })).toBe('no-file');
  expect(rule({ tool: 'b', prompt: 'p' })).toBe('p');
  expect(rule({ resource: 'https:x', prompt: 'p' })).toBe('p');
  expect(rule({ tool: 'a', resource: 'https:x' })).toBe('a');
});

test('an earlier rule decides, however exactly a later one names the tool', async () => {
  const rules = [
    { id: 'temporary', effect: 'deny', tools: ['*_tmp'] },
    { id: 'exact', effect: 'allow', tools: ['get_tmp', 'get_file'] },
    { id: 'beginning', effect: 'deny', tools: ['get_*'] },
    { id: 'all', effect: 'allow' },
  ];
  const policies = [await policyOf({ version: 1, default: 'deny', rules })];
  const rule = (tool: string) => decide(policies, question({ tool })).rule;
  expect(['get_tmp', 'get_file', 'get_x', 'put_x'].map(rule)).toEqual(['temporary', 'exact', 'beginning', 'all']);
});

test('a guess does not bring a known tool under an allow rule', async () => {
  const policy = await policyOf({
    version: 1,
    default: 'deny',
    tools: [{ match: 'delete_note', categories: ['notes'] }],
    rules: [{ id: 'cleaning', effect: 'allow', categories: ['destructive'] }],
  });
  expect(decide([policy], question({ tool: 'delete_note' })).effect).toBe('deny');
});

test('a fact about the tools of one server makes those of another no better known', async () => {
  const policy = await policyOf({
    version: 1,
    default: 'deny',
    tools: [{ match: 'get', servers: ['files'], action: 'read' }],
    rules: [{ id: 'harmless', effect: 'allow', categories: ['!web'] }],
  });
  const effect = (tool: string, server: string) => decide([policy], question({ tool, server })).effect;
  expect([effect('get', 'files'), effect('get', 'shell'), effect('delete_x', 'files')]).toEqual([
    'allow',
    'deny',
    'deny',
  ]);
});
