import type { Explanation, PolicyVote, Seen, Step } from '@ostiary/core-engine';
import { effectColours, type Paint, table } from '../paint.js';
import { writeRedaction } from './decision-json.js';

/** The decision, then each policy's vote with the rules that it looked at. Everything that it holds is made visible. */
export function describeExplanation(
  { decision, trace, votes }: Explanation,
  visible: (text: string) => string,
  paint: Paint,
): string {
  const { effect, rule, policy, code, reason, hint, risk, score, obligations, shadow, unsure } = decision;
  const by = policy === undefined ? '' : ` by ${rule === undefined ? 'the default' : rule} of ${policy}`;
  const head = `${paint(effectColours[effect] ?? 'bold', effect)}${visible(by)}\n`;
  const changes = obligations?.redact?.map((one) => JSON.stringify(writeRedaction(one))).join(' ');
  const details: readonly (readonly [string, string | number | undefined])[] = [
    ['code', code],
    ['reason', reason],
    ['hint', hint],
    ['risk', risk],
    ['score', score],
    ['changes', changes],
    ['marks', obligations?.marks?.join(', ')],
    ['approvers', obligations?.approval && (obligations.approval.approvers.join(', ') || 'whoever may approve')],
    ['not known', unsure?.map(({ policy, rule, effect }) => `${effect} of ${rule} of ${policy}`).join('; ')],
    [
      'on trial',
      shadow?.map(({ policy, rule, effect }) => `${effect} by ${rule ?? 'the default'} of ${policy}`).join('; '),
    ],
  ];
  const known = details.filter(([, value]) => value !== undefined && value !== '');
  const rows = known.map(([key, value]) => [`  ${key}`, visible(String(value))]);
  const told = votes.map((vote) => {
    const steps = trace.filter((step) => step.policy === vote.policy).map((step) => rowOf(step).map(visible));
    const marked = (text: string, column: number) =>
      column === 0 ? paint(text.includes('✓') ? 'bold' : 'dim', text) : text;
    return `\n${visible(voteOf(vote))}\n${table(steps, marked)}`;
  });
  return `${head}${table(rows)}${told.join('')}`;
}

function voteOf({ policy, effect, rule, floor, wouldSay }: PolicyVote): string {
  const by = rule === undefined ? (effect === 'abstain' ? '' : ' by default') : ` by ${rule}`;
  const below = floor === undefined || floor === rule ? '' : `, not below approve because of ${floor}`;
  const trial = wouldSay === undefined ? '' : ` (on trial, would say ${wouldSay})`;
  return `${policy}: ${effect}${by}${below}${trial}`;
}

const deeds = { decides: 'decides', floor: 'at least approve', changes: 'changes the call' } as const;

function rowOf({ rule, effect, did, because, saw, unevaluated, shadow }: Step): readonly string[] {
  const does = did === undefined ? 'does not match' : shadow ? `on trial: ${deeds[did]}` : deeds[did];
  return [`  ${did === undefined ? '·' : '✓'} ${rule}`, effect, does, whyOf(because, saw, unevaluated)];
}

function whyOf(because: string | undefined, saw: Seen | undefined, unevaluated: true | undefined): string {
  if (because === undefined) return '';
  const key = unevaluated ? `${because} cannot be evaluated` : because;
  return `${key}, saw ${saw === undefined ? 'nothing' : write(saw)}`;
}

/** Clauses and paths of a condition one behind the other, other values as JSON. */
function write(saw: Seen): string {
  if (Array.isArray(saw) && saw.some((item) => isClue(item))) {
    return saw
      .map((item) => (isClue(item) ? `${String(item['condition'])}: ${one(item['saw'])}` : one(item)))
      .join('; ');
  }
  if (typeof saw !== 'object' || saw === null || Array.isArray(saw)) return one(saw);
  return Object.entries(saw)
    .map(([key, value]) => `${key}: ${one(value)}`)
    .join('; ');
}

function one(value: Seen | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function isClue(value: Seen): value is { readonly [key: string]: Seen } {
  return typeof value === 'object' && value !== null && 'condition' in value;
}
