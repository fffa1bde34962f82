import type { Scope, Shared } from '../condition/scope.js';
import type { Decision, Phase, Question } from '../decision.js';
import type { UsageKey } from '../usage/usage.js';
import { keysOf, shareWindows } from './charge.js';
import type { Fact } from './match/facts.js';
import type { Rule } from './match/rule.js';
import { openScope } from './open-scope.js';
import type { Place } from './problem.js';
import { isPlain, openReadings, speak } from './readings.js';
import type { Fields } from './schema/fields.js';
import { type Speaker, tally } from './tally.js';
import type { Vote } from './vote.js';

export type Default = 'deny' | 'approve' | 'allow' | 'abstain';
export type OnFault = 'deny' | 'allow';

/** What some rule of a policy looks at that costs: nothing else is scanned, counted or read. */
interface Needs {
  readonly findings: boolean;
  readonly usage: boolean;
  /** Rules with `phase: result`. */
  readonly results: boolean;
}

/** A compiled policy. What it holds besides these is nobody's business but `decide`'s. */
export interface Policy {
  readonly name: string;
  /** How many rules it has. */
  readonly rules: number;
  /** The file that it came from, else its name. */
  readonly file: string;
  readonly needs: Needs;
  /** `on_error.scanner`: what it means where a scanner fails. */
  readonly onScannerError: OnFault;
  /** @internal Where its name stands. */
  readonly place: Place;
  /** @internal In the order in which they are tried. */
  readonly speakers: readonly Speaker[];
  /** @internal */
  readonly parts: PolicyParts;
  /** @internal Whether `vote` says all that the policy says in this phase. */
  readonly isPlain: (phase: Phase) => boolean;
  /** @internal One frozen decision by names and scopes alone; undefined: it abstains. */
  readonly vote: (question: Question, guessed?: ReadonlySet<string>) => Decision | undefined;
  /** @internal */
  readonly tally: (question: Question, shared: Shared, guessed?: ReadonlySet<string>) => Vote;
  /** @internal The counters that rules may ask for about this question. */
  readonly usageKeys: (question: Question) => readonly UsageKey[];
  /** @internal Whether some rule that looks at findings may speak of this question. */
  readonly wantsFindings: (question: Question) => boolean;
}

/** What the reader of a policy hands over. */
export interface PolicyParts {
  readonly name: string;
  readonly file: string;
  readonly place: Place;
  readonly byDefault: Default;
  /** `mode: shadow`. */
  readonly isShadow: boolean;
  readonly onScannerError: OnFault;
  readonly lists: Scope['lists'];
  readonly facts: readonly Fact[];
  /** In file order. */
  readonly rules: readonly Rule[];
  /** As its author wrote it. */
  readonly written: Fields;
}

export function buildPolicy(parts: PolicyParts): Policy {
  const { name, file, place, facts, rules, lists, isShadow, onScannerError } = parts;
  // toSorted is stable: rules of one priority keep the order of the file.
  const speakers = shareWindows(rules)
    .toSorted((a, b) => a.priority - b.priority)
    .map((rule, rank) => speak(name, rule, rank));
  const readings = openReadings(parts, speakers);
  const leavesMarks = facts.some(({ marks }) => marks.length > 0);
  const allPlain = (phase: Phase): boolean => speakers.every((one) => one.phase !== phase || isPlain(one));
  const plain = { call: allPlain('call') && !isShadow && !leavesMarks, request: allPlain('request') && !isShadow };
  const asksFor = (is: (speaker: Speaker) => boolean) => (question: Question) => {
    let found = false;
    readings[question.phase].ballot.each(question, (speaker) => {
      found = is(speaker);
      return found;
    });
    return found;
  };
  return Object.freeze({
    name,
    rules: rules.length,
    file,
    place,
    speakers,
    parts,
    onScannerError,
    needs: {
      findings: speakers.some(looksAtFindings),
      usage: speakers.some(({ charges }) => charges !== undefined),
      results: speakers.some(({ phase }) => phase === 'result'),
    },
    isPlain: (phase: Phase) => (phase === 'call' || phase === 'request') && plain[phase],
    vote(question: Question, guessed?: ReadonlySet<string>): Decision | undefined {
      const { ballot, otherwise } = readings[question.phase];
      const speaker = ballot.first(question, guessed);
      return speaker === undefined ? otherwise : speaker.says[speaker.effect];
    },
    tally(question: Question, shared: Shared, guessed?: ReadonlySet<string>): Vote {
      const scope: Scope = { question, lists, extracts: shared.extracts, cost: shared.cost };
      if (question.phase !== 'list') return tally(readings[question.phase], question, scope, guessed);
      const vote = tally(readings.list, question, openScope(scope), guessed);
      if (vote.decision?.effect === 'deny') return vote;
      const entry = tally(readings.entries, question, scope, guessed);
      return entry.decision?.effect === 'deny' ? entry : vote;
    },
    usageKeys(question: Question): readonly UsageKey[] {
      const keys: UsageKey[] = [];
      readings[question.phase].ballot.each(question, ({ charges }) => {
        if (charges) keys.push(...keysOf(charges, question));
        return false;
      });
      return keys;
    },
    wantsFindings: asksFor(looksAtFindings),
  });
}

function looksAtFindings({ tests, charges, redactions }: Speaker): boolean {
  return (
    tests.some(({ readsFindings }) => readsFindings === true) ||
    charges?.budget?.add.readsFindings === true ||
    redactions.some((redaction) => 'findings' in redaction)
  );
}
