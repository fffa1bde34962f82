import type { Approval, Decision, Effect, Obligations, Phase, Risk } from '../decision.js';
import { STRATEGIES } from '../redact/mask.js';
import { lowerAscii, type Step } from '../redact/path.js';
import type { Redaction } from '../redact/redaction.js';
import { APPROVAL, DEFAULT_APPROVAL, DENIED } from './vote.js';

type Bag = Readonly<Record<string, unknown>>;

const EFFECTS: readonly Effect[] = ['allow', 'deny', 'approve', 'redact'];
const RISKS: readonly Risk[] = ['low', 'medium', 'high', 'forbidden'];
const TEXTS = ['policy', 'rule', 'code', 'reason', 'hint'] as const;

/**
 * What a decision point said, as a decision that we know all of: a copy, so that nobody changes it later. Throws for anything else;
 * what is odd in it may have been the part that was meant to stop the call.
 */
export function readOpinion(given: unknown, phase: Phase): Decision | undefined {
  if (given === undefined) return undefined;
  const said = bag(given);
  const effect = word(said['effect'], EFFECTS);
  // A result is there already: nobody can be asked whether it may be made.
  if (effect === 'approve' && phase !== 'call' && phase !== 'request') throw odd('approval in this phase');
  const texts: Partial<Record<(typeof TEXTS)[number], string>> = {};
  for (const key of TEXTS) {
    const text = said[key];
    if (text !== undefined) texts[key] = string(text);
  }
  if (effect === 'deny') texts.code ??= DENIED;
  if (effect === 'approve') texts.code ??= APPROVAL;
  const risk = said['risk'] === undefined ? undefined : word(said['risk'], RISKS);
  const obligations = readObligations(said['obligations'], effect);
  if (effect === 'redact' && obligations.redact === undefined) throw odd('a change of nothing');
  return { effect, ...texts, ...(risk && { risk }), obligations };
}

function readObligations(given: unknown, effect: Effect): Obligations {
  const { redact, marks, approval, ...rest } = given === undefined ? ({} as Bag) : bag(given);
  if (Object.keys(rest).length > 0) throw odd('an unknown obligation');
  if (approval !== undefined && effect !== 'approve') throw odd('an approval that is not asked for');
  return {
    ...(redact !== undefined && { redact: list(redact).map(readRedaction) }),
    ...(marks !== undefined && { marks: list(marks).map(string) }),
    ...(effect === 'approve' && { approval: approval === undefined ? DEFAULT_APPROVAL : readApproval(approval) }),
  };
}

function readApproval(given: unknown): Approval {
  const { ttl, approvers, quorum, wait } = bag(given);
  return {
    ttl: count(ttl, 1),
    approvers: list(approvers).map(string),
    quorum: count(quorum, 1),
    wait: word(wait, ['hold', 'retry'] as const),
  };
}

function readRedaction(given: unknown): Redaction {
  const { path, with: strategy, ...rest } = bag(given);
  // Findings are matched by compiled globs, which only a policy has.
  if (Object.keys(rest).length > 0) throw odd('a change of something other than a path');
  const steps = list(path).map(readStep);
  if (steps.length === 0) throw odd('an empty path');
  return { path: steps, with: word(strategy, STRATEGIES) };
}

function readStep(given: unknown): Step {
  const { kind, key, index } = bag(given);
  const known = word(kind, ['deep', 'any', 'key'] as const);
  if (known !== 'key') return { kind: known };
  return { kind: known, key: lowerAscii(string(key)), ...(index !== undefined && { index: count(index, 0) }) };
}

function bag(given: unknown): Bag {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw odd('no object');
  return given as Bag;
}

function list(given: unknown): readonly unknown[] {
  if (!Array.isArray(given)) throw odd('no list');
  // A list with holes would lose what stands in them.
  return Array.from(given);
}

function string(given: unknown): string {
  if (typeof given !== 'string') throw odd('no text');
  return given;
}

function count(given: unknown, least: number): number {
  if (!Number.isSafeInteger(given) || (given as number) < least) throw odd('no count');
  return given as number;
}

function word<Word extends string>(given: unknown, words: readonly Word[]): Word {
  const found = words.find((one) => one === given);
  if (found === undefined) throw odd('an unknown word');
  return found;
}

function odd(what: string): TypeError {
  return new TypeError(`a decision point answered with ${what}`);
}
