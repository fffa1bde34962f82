import type { Finding, Principal, SessionView } from '../../decision.js';
import type { FoundUrl } from '../scope.js';
import type { Run } from './frame.js';
import { Timestamp } from './time.js';
import { double, dyn, type Field, int, listOf, mapOf, type ObjectType, string, type Type, timestamp } from './type.js';
import type { Cel, CelMap } from './value.js';

export interface Variable {
  readonly type: Type;
  readonly run: Run;
}

function objectOf<Owner extends Cel>(
  name: string,
  fields: Readonly<Record<string, readonly [Type, (owner: Owner) => Cel | undefined]>>,
): ObjectType {
  const entries = Object.entries(fields).map(([field, [type, read]]): [string, Field] => [
    field,
    // The compiler gives an object only to the fields of its own type.
    { type, read: (owner) => read(owner as Owner) },
  ]);
  return { kind: 'object', name, fields: new Map(entries) };
}

/** Labels of one principal are asked for again and again. */
const labelMaps = new WeakMap<object, CelMap>();

function labelsOf({ labels }: Principal): CelMap {
  if (labels === undefined) return new Map();
  const known = labelMaps.get(labels);
  if (known !== undefined) return known;
  const made = new Map(Object.entries(labels));
  labelMaps.set(labels, made);
  return made;
}

const agent = objectOf<Principal>('agent', {
  id: [string, ({ id }) => id],
  roles: [listOf(string), ({ roles }) => roles],
  labels: [mapOf(string), labelsOf],
  scheme: [string, ({ scheme }) => scheme],
});

const session = objectOf<SessionView>('session', {
  id: [string, ({ id }) => id],
  marks: [listOf(string), ({ marks }) => [...marks]],
  calls: [int, ({ calls }) => (Number.isSafeInteger(calls) ? BigInt(calls) : undefined)],
});

const finding = objectOf<Finding>('finding', {
  type: [string, ({ type }) => type],
  path: [string, ({ path }) => path],
  score: [double, ({ score }) => score],
  scanner: [string, ({ scanner }) => scanner],
  description: [string, ({ description }) => description],
});

const url = objectOf<FoundUrl>('URL', {
  scheme: [string, ({ scheme }) => scheme],
  host: [string, ({ host }) => host],
  path: [string, ({ path }) => path],
});

/** Everything that an expression can name. Absent is undefined: it cannot be evaluated. */
export const variables: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ['tool', { type: string, run: ({ scope }) => scope.question.tool }],
  ['resource', { type: string, run: ({ scope }) => scope.question.resource }],
  ['prompt', { type: string, run: ({ scope }) => scope.question.prompt }],
  ['server', { type: string, run: ({ scope }) => scope.question.server }],
  ['method', { type: string, run: ({ scope }) => scope.question.method }],
  ['args', { type: dyn, run: ({ scope }) => scope.question.args }],
  ['result', { type: dyn, run: ({ scope }) => scope.question.result }],
  ['agent', { type: agent, run: ({ scope }) => scope.question.principal }],
  ['session', { type: session, run: ({ scope }) => scope.question.session }],
  ['environment', { type: string, run: ({ scope }) => scope.question.environment }],
  ['now', { type: timestamp, run: ({ scope }) => timeOf(scope.question.now) }],
  ['findings', { type: listOf(finding), run: ({ scope }) => scope.question.findings }],
  ['score', { type: double, run: ({ scope }) => highest(scope.question.findings) }],
  ['lists', { type: mapOf(listOf(string)), run: ({ scope }) => scope.lists }],
  ['text', { type: string, run: ({ scope }) => scope.extracts.text }],
  ['urls', { type: listOf(url), run: ({ scope }) => scope.extracts.urls }],
]);

function timeOf(now: number | undefined): Timestamp | undefined {
  return Number.isSafeInteger(now) ? new Timestamp(BigInt(now ?? 0) * 1_000_000n) : undefined;
}

function highest(findings: readonly Finding[] | undefined): number | undefined {
  return findings?.reduce((most, one) => Math.max(most, one.score), 0);
}
