import { describe, expect, test } from 'vitest';
import { wholeAmount } from '../../src/usage/amount.js';
import { type Budget, budgetKey, budgetReservation, budgetState } from '../../src/usage/budget.js';
import { type Rate, rateKeys, rateReservation, rateState } from '../../src/usage/rate.js';
import { scopeOf } from '../../src/usage/scope.js';
import type { UsageKey, UsageView } from '../../src/usage/usage.js';

const whole = (count: number): bigint => BigInt(count) * wholeAmount;
const budget: Budget = { policy: 'p', key: 'refunds', limit: whole(2000) };
const rate: Rate = { policy: 'p', key: 'rate one', limit: 10, window: 60_000, burst: 3 };

/** What is spent through each window. */
function view(spent: Readonly<Record<string, bigint>>): UsageView {
  return { spent: ({ window }: UsageKey) => spent[String(window)] ?? 0n };
}

describe('a budget', () => {
  test.each([
    [whole(1900), whole(100), 'fits'],
    [whole(1900), whole(100) + 1n, 'exceeded'],
    [whole(2000), 0n, 'fits'],
    [whole(2000), 1n, 'exceeded'],
    [whole(3000), 0n, 'exceeded'],
    [0n, undefined, 'cannot'],
    [0n, -1n, 'cannot'],
  ])('with %s spent and %s more: %s', (spent, amount, fit) => {
    expect(budgetState(budget, amount, view({ undefined: spent }), 'global')).toBe(fit);
  });

  test('without usage or scope it cannot be evaluated', () => {
    expect(budgetState(budget, 1n, undefined, 'global')).toBe('cannot');
    expect(budgetState(budget, 1n, view({}), undefined)).toBe('cannot');
  });

  test.each([
    [{}, { key: { policy: 'p', key: 'refunds', scope: 'global' } }],
    [{ window: 5 }, { key: { policy: 'p', key: 'refunds', scope: 'global', window: 5 } }],
    [{ window: 5, windows: [5, 9, 7] }, { key: { policy: 'p', key: 'refunds', scope: 'global', window: 9 } }],
    [
      { window: 5, windows: [5, undefined] },
      { key: { policy: 'p', key: 'refunds', scope: 'global' }, keep: 5 },
    ],
  ])('%j reserves for as long as any rule looks', (more, reservation) => {
    expect(budgetReservation({ ...budget, ...more }, 7n, 'global')).toEqual({ ...reservation, amount: 7n });
  });

  test('it is read through its own window', () => {
    expect(budgetKey({ ...budget, window: 5, windows: [5, 9] }, 'global')).toMatchObject({ window: 5 });
  });
});

describe('a rate', () => {
  test('is one counter through two windows, and reserves once', () => {
    expect(rateKeys(rate, 'agent:a')).toEqual([
      { policy: 'p', key: 'rate one', scope: 'agent:a', window: 60_000 },
      { policy: 'p', key: 'rate one', scope: 'agent:a', window: 18_000 },
    ]);
    expect(rateReservation(rate, 'agent:a')).toEqual({ key: rateKeys(rate, 'agent:a')[0], amount: wholeAmount });
    expect(rateKeys({ ...rate, burst: 10 }, 'agent:a')).toHaveLength(1);
    expect(rateKeys({ ...rate, limit: 7, window: 1000 }, 'agent:a')[1]).toMatchObject({ window: 429 });
  });

  test.each([
    [{}, 'fits'],
    [{ 60000: whole(9), 18000: whole(2) }, 'fits'],
    [{ 60000: whole(10) }, 'exceeded'],
    [{ 60000: whole(3), 18000: whole(3) }, 'exceeded'],
  ])('%o: %s', (spent, fit) => {
    expect(rateState(rate, view(spent as Record<string, bigint>), 'agent:a')).toBe(fit);
  });

  test('of nothing lets nothing through, and without usage or scope it cannot be evaluated', () => {
    expect(rateState({ ...rate, limit: 0, burst: 0 }, view({}), 'agent:a')).toBe('exceeded');
    expect(rateState({ ...rate, burst: 0 }, view({}), 'agent:a')).toBe('exceeded');
    expect(rateState(rate, undefined, 'agent:a')).toBe('cannot');
    expect(rateState(rate, view({}), undefined)).toBe('cannot');
  });
});

test('a scope names whose counter it is', () => {
  const question = {
    phase: 'call',
    method: 'tools/call',
    server: 's',
    principal: { id: 'agent:local', roles: [] },
    environment: '',
  } as const;
  expect(scopeOf('global', question)).toBe('global');
  expect(scopeOf('agent', question)).toBe('agent:agent:local');
  expect(scopeOf('session', question)).toBeUndefined();
  expect(scopeOf('session', { ...question, session: { id: 'x', marks: new Set(), calls: 0 } })).toBe('session:x');
});
