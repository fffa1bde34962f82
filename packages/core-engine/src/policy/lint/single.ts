import { costOfDecision } from '../../condition/cost.js';
import type { Scope } from '../../condition/scope.js';
import type { Rule } from '../match/rule.js';
import type { Node } from '../source/node.js';
import { choiceOf, isWithin, selectedBy } from './choice.js';
import { type ReadExpression, readsOfWhen } from './fields.js';
import type { Reach } from './reach.js';
import type { Warn } from './warnings.js';
import type { Effort } from './witness.js';

/** What one rule says on its own. False where it selects nothing, so that there is nothing to compare. */
export function checkRule(
  reach: Reach,
  lists: Scope['lists'],
  read: ReadExpression,
  effort: Effort,
  warn: Warn,
): boolean {
  const { rule } = reach;
  const isEmpty = warnEmpty(reach, effort, warn);
  warnMissing(reach, lists, read, warn);
  warnHeuristic(reach, effort, warn);
  warnClimbing(reach, warn);
  const per = memberOf(rule.written.get('budget')?.value, 'per');
  if (per?.kind === 'scalar' && per.text === 'session') {
    warn(per.place, '"per: session" starts again when the agent reconnects: "per: agent" holds on');
  }
  return !isEmpty;
}

const SELECTORS = ['tools', 'resources', 'prompts', 'servers', 'agents', 'roles', 'environments'];

/** Exclusions that leave nothing. */
function warnEmpty({ rule, areas }: Reach, effort: Effort, warn: Warn): boolean {
  let isEmpty = areas.length === 0;
  for (const key of SELECTORS) {
    const entry = rule.written.get(key);
    if (entry === undefined || selectedBy([choiceOf(entry.value)], [], effort) !== undefined) continue;
    isEmpty = true;
    warn(entry.place, `"${key}" selects nothing: its exclusions take all that it names`);
  }
  const methods = rule.written.get('methods');
  if (methods !== undefined && areas.length === 0) {
    warn(methods.place, '"methods" names none that is judged and that the rule could speak of');
  }
  return isEmpty;
}

/** A denial that cannot be evaluated denies. */
function warnMissing(
  { rule, effect, phase, hasSubject }: Reach,
  lists: Scope['lists'],
  read: ReadExpression,
  warn: Warn,
): void {
  if (effect !== 'deny' || phase !== 'call' || hasSubject) return;
  const entry = rule.written.get('when');
  const when = rule.tests.find(({ key }) => key === 'when');
  if (entry === undefined || when === undefined) return;
  const [first] = readsOfWhen(rule, read).filter(({ isAsked }) => isAsked === undefined);
  if (first === undefined || when.asks({ ...SOME_CALL, lists, cost: costOfDecision() }) !== undefined) return;
  const field = `args.${first.path.join('.')}`;
  warn(
    entry.place,
    `without "tools" this refuses every call that has no ${field}: a condition on what is missing cannot be evaluated. ` +
      `Name the tools, or ask for it first (has(${field}) && …, or op: exists)`,
  );
}

/** A call without arguments of a tool that nobody names; what else it may be is left open. */
export const SOME_CALL: Omit<Scope, 'lists' | 'cost'> = {
  question: {
    phase: 'call',
    method: 'tools/call',
    tool: '\u{10fffd}',
    server: '\u{10fffd}',
    environment: '\u{10fffd}',
    principal: { id: '\u{10fffd}', roles: [] },
    args: new Map(),
  },
  extracts: { text: undefined, urls: undefined, hosts: undefined },
};

/** Finding types that are guesses, however high their score. */
const HEURISTIC = ['injection.*', 'tool.*', 'text.*', 'secret.generic*', '*entropy*'];
/** An entry that takes in one of these whole takes guesses for proof. */
const WHOLE = ['injection.*', 'tool.*', 'text.*'];

function warnHeuristic({ rule, effect }: Reach, effort: Effort, warn: Warn): void {
  const entry = rule.written.get('findings');
  const narrows = ['when', 'destinations', 'min_score'].some((key) => rule.written.has(key));
  if (entry === undefined || effect !== 'deny' || rule.shadow || narrows) return;
  const { positive, excluded } = choiceOf(entry.value);
  for (const [index, glob] of positive.entries()) {
    const one = { positive: [glob], excluded };
    const inner = isWithin(one, { positive: HEURISTIC, excluded: [] }, effort) === true;
    const outer = WHOLE.some((whole) => isWithin({ positive: [whole], excluded: [] }, one, effort) === true);
    if (!inner && !outer) continue;
    warn(
      entryAt(entry.value, index, rule),
      'a guess of a scanner denies alone here, and guesses are wrong at times: use "effect: approve", or add "min_score" or a condition',
    );
    return;
  }
}

/** Files below a folder that the glob names. */
const BELOW = /^file:\/*[^*?/]+\/.*\*/i;

/** Who asks for a folder by a glob means what lies below it, and not what its name only begins with. */
function warnClimbing({ rule, effect }: Reach, warn: Warn): void {
  const entry = rule.written.get('resources');
  if (entry === undefined || effect !== 'allow' || rule.written.has('when')) return;
  const { positive, excluded } = choiceOf(entry.value);
  const index = positive.findIndex((glob) => BELOW.test(glob));
  if (index === -1 || excluded.some((glob) => glob.includes('..'))) return;
  warn(
    entryAt(entry.value, index, rule),
    'a glob takes ".." for a name and servers do not, so this allows files outside too: add when: inside(resource, ["/the/folder"])',
  );
}

function entryAt(node: Node, index: number, { place }: Rule): Rule['place'] {
  const items = node.kind === 'list' ? node.items : [];
  const positive = items.filter((item) => item.kind === 'scalar' && !item.text.startsWith('!'));
  return positive[index]?.place ?? place;
}

function memberOf(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'mapping' ? node.entries.find((entry) => entry.key === key)?.value : undefined;
}
