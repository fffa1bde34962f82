import fc from 'fast-check';
import type { Question } from '../../src/decision.js';
import type { Policy } from '../../src/policy/policy.js';
import type { Written } from './reference.js';
import { toCel, type WrittenCondition } from './reference-condition.js';
import { policyOf, question } from './support.js';

const seldom = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 1 });
const rarely = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: 6 }, { arbitrary: value, weight: 1 });
const often = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 3 });
const list = (words: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...words, ...words.map((word) => `!${word}`)), { minLength: 1, maxLength: 2 });

const scalar = fc.constantFrom(0, 1, 2, 1.5, '1', 'a', 'ab', true);
const likes = fc.oneof(fc.uniqueArray(fc.constantFrom(0, 1, 2)), fc.uniqueArray(fc.constantFrom('1', 'a', 'ab')));
const field = fc.constantFrom('a', 'a', 'b', 'b', 'a.v');

/** One test. Without `exists` a field that goes away can only make it unknown. */
function anyTest(withExists: boolean): fc.Arbitrary<WrittenCondition> {
  const compares = fc.oneof(
    fc.record({ field, op: fc.constantFrom('eq', 'ne'), value: scalar }),
    fc.record({ field, op: fc.constantFrom('lt', 'le', 'gt', 'ge'), value: fc.constantFrom(0, 1, 1.5, 'a', 'ab') }),
    fc.record({ field, op: fc.constantFrom('in', 'not_in'), value: likes.filter((all) => all.length > 0) }),
    fc.record({ field, op: fc.constantFrom('startswith', 'endswith'), value: fc.constantFrom('a', 'b', '1') }),
    fc.record({ field, op: fc.constant('regex'), value: fc.constantFrom('^a', 'b$', '^.$') }),
  );
  if (!withExists) return compares;
  return fc.oneof(
    { arbitrary: compares, weight: 5 },
    { arbitrary: fc.record({ field, op: fc.constant('exists' as const) }), weight: 2 },
  );
}

function anyCondition(withExists: boolean): fc.Arbitrary<WrittenCondition> {
  const one = anyTest(withExists);
  const { tree } = fc.letrec<{ tree: WrittenCondition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      { arbitrary: one, weight: 3 },
      fc.record({ not: tie('tree') }),
      fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    ),
  }));
  return tree;
}

const common = {
  priority: seldom(fc.constantFrom(50, 100, 200)),
  tools: often(list(['t', 'delete_t', '*'])),
  roles: seldom(list(['staff', 'guest'])),
  labels: seldom(fc.constant({ team: 'red' })),
  actions: seldom(list(['read', 'write'])),
  categories: seldom(list(['destructive', 'hint.*', 'notes'])),
};
const shadow = rarely(fc.constant(true));
const exceeded = seldom(fc.constantFrom('next', 'deny', 'approve'));
const per = fc.constantFrom('session', 'agent', 'global');
const budget = fc.record({
  key: fc.constantFrom('k', 'm'),
  add: fc.constantFrom('args.a', 'args.b', '1'),
  limit: fc.constantFrom(0, 1, 2, 3),
  per,
  exceeded,
});
const rate = fc.record({ limit: fc.constantFrom(0, 1, 2), window: fc.constant('1m'), per: seldom(per), exceeded });
const redact = fc.constant([{ path: 'secret', with: 'remove' }]);
const findings = { findings: seldom(list(['x.*', 'y.*'])), min_score: seldom(fc.constantFrom(1, 5)) };
const charged = { budget: seldom(budget), rate: rarely(rate) };

/** Rules of every effect and phase. `isWhole`: with what else there is besides names and conditions. */
function anyRule(isWhole: boolean, condition: fc.Arbitrary<WrittenCondition>): fc.Arbitrary<object> {
  const about = { ...common, when: often(condition) };
  if (!isWhole) return fc.record({ ...about, effect: fc.constantFrom('allow', 'deny', 'approve') });
  return fc.oneof(
    fc.record({ ...about, ...findings, shadow, effect: fc.constantFrom('deny', 'deny', 'allow', 'approve') }),
    fc.record({ ...about, ...charged, shadow, redact: seldom(redact), effect: fc.constantFrom('allow', 'approve') }),
    fc.record({ ...about, ...findings, shadow, redact, effect: fc.constant('redact') }),
    fc.record({ when: often(condition), ...charged, phase: fc.constant('request'), effect: fc.constant('allow') }),
    fc.record({ when: often(condition), phase: fc.constantFrom('result', 'request'), effect: fc.constant('deny') }),
    fc.record({ tools: often(list(['t', '*'])), phase: fc.constant('result'), redact, effect: fc.constant('redact') }),
    fc.record({ tools: often(list(['t', 'u'])), phase: fc.constant('list'), effect: fc.constant('deny') }),
  );
}

const about = { match: fc.constantFrom('t', '*'), servers: seldom(list(['srv'])) };
const fact = fc.oneof(
  fc.record({ ...about, action: fc.constantFrom('read', 'write'), categories: seldom(fc.constant(['notes'])) }),
  fc.record({ ...about, categories: fc.constant(['notes']) }),
);

export function anyPolicy(isWhole: boolean, withExists = isWhole): fc.Arbitrary<Omit<Written, 'name'>> {
  return fc
    .record({
      default: fc.constantFrom('deny', 'approve', 'allow', 'allow', 'abstain'),
      mode: isWhole ? rarely(fc.constant('shadow')) : fc.constant('enforce'),
      tools: fc.array(fact, { maxLength: 2 }),
      rules: fc.array(anyRule(isWhole, anyCondition(withExists)), { maxLength: 6 }),
    })
    .map(({ rules, ...rest }) =>
      JSON.parse(JSON.stringify({ ...rest, rules: rules.map((one, n) => ({ id: `r${n}`, ...one })) })),
    );
}

export function named(policies: readonly Omit<Written, 'name'>[]): Written[] {
  return policies.map((one, index) => ({ ...one, name: `p${index}` }));
}

/** `inCel`: every other condition is written in CEL. */
export function compileAll(policies: readonly Written[], inCel = true): Promise<Policy[]> {
  return Promise.all(
    policies.map(({ rules, ...rest }) =>
      policyOf({
        version: 1,
        ...rest,
        rules: rules.map((rule, n) => (rule.when && inCel && n % 2 === 1 ? { ...rule, when: toCel(rule.when) } : rule)),
      }),
    ),
  );
}

/** As JSON text: numbers, the same as text, in a list, in a mapping, and such that no double has. */
const values = ['0', '1', '2', '1.5', '-1', '"1"', '"a"', '"ab"', '[1]', '["a"]', '{"v":1}', '{"v":"a"}'].concat(
  ...['true', 'null', '9007199254740993', '1e999'],
);
const some = fc.option(fc.constantFrom(...values), { nil: undefined, freq: 6 });
export const anyArgs: fc.Arbitrary<Record<string, string>> = fc
  .record({ a: some, b: some, A: seldom(fc.constantFrom('1')), secret: seldom(fc.constant('"s"')) })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as never);

export function writeArgs(args: Record<string, string>): string {
  return `{${Object.entries(args)
    .map(([key, value]) => `"${key}":${value}`)
    .join(',')}}`;
}

export const anyWho: fc.Arbitrary<object> = fc
  .record({
    tool: fc.constantFrom('t', 't', 'delete_t', 'u'),
    roles: fc.subarray(['staff', 'guest']),
    labels: seldom(fc.constantFrom({ team: 'red' }, { team: 'blue' })),
    annotations: seldom(fc.record({ destructive: fc.boolean(), openWorld: fc.boolean() })),
    findings: often(
      fc.array(
        fc.record({
          type: fc.constantFrom('x.a', 'y.b'),
          path: fc.constant(''),
          score: fc.constantFrom(0, 5),
          scanner: fc.constant('s'),
        }),
        { maxLength: 2 },
      ),
    ),
    session: fc.option(fc.constant({ id: 's' }), { freq: 5 }),
    spent: fc.option(fc.constantFrom({}, { k: 1, m: 2 }, { k: 0.5 }, { 'p1 k': 3, 'rate of r1': 1 }), { freq: 8 }),
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));

/** Questions of every phase: what is asked about a result or a request has its own shape. */
export const anyQuestion: fc.Arbitrary<Question> = fc
  .tuple(anyWho, anyArgs, fc.constantFrom('call', 'call', 'call', 'list', 'result', 'request'))
  .map(([{ tool, ...rest }, args, phase]: [{ tool?: string }, Record<string, string>, string]) =>
    question({
      ...rest,
      phase,
      ...(phase === 'request' ? { method: 'sampling/createMessage' } : { tool }),
      ...(phase === 'list' ? { findings: undefined } : { json: writeArgs(args) }),
      ...(phase === 'result' && { result: { Secret: 1 } }),
    } as never),
  );
