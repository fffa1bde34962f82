import type { Effect, Phase, Question } from '../../src/decision.js';
import { categoriesOf } from '../../src/policy/match/words.js';
import { conjunction, lookUp, type Truth, truthOf, type WrittenCondition } from './reference-condition.js';

/** A policy as its author wrote it, without mistakes. Conditions in the structured form, changes at the top of the arguments. */
export interface Written {
  readonly name: string;
  readonly default: 'deny' | 'approve' | 'allow' | 'abstain';
  readonly mode?: 'shadow' | 'enforce';
  readonly tools?: readonly WrittenFact[];
  readonly rules: readonly WrittenRule[];
}
interface WrittenFact {
  readonly match: string;
  readonly servers?: readonly string[];
  readonly action?: string;
  readonly categories?: readonly string[];
}
interface WrittenRule extends Partial<Record<Selecting, readonly string[]>> {
  readonly id: string;
  readonly effect: Effect;
  readonly priority?: number;
  readonly phase?: Phase;
  readonly shadow?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  readonly findings?: readonly string[];
  readonly min_score?: number;
  readonly when?: WrittenCondition;
  readonly budget?: { key: string; add: string; limit: number; per: Per; exceeded?: Exceeded };
  readonly rate?: { limit: number; window: '1m'; per?: Per; exceeded?: Exceeded };
  readonly redact?: readonly { path: string; with: 'remove' }[];
}
type Per = 'session' | 'agent' | 'global';
type Exceeded = 'next' | 'deny' | 'approve';
const scopes = ['servers', 'methods', 'agents', 'roles', 'environments'] as const;
const subjects = ['tools', 'resources', 'prompts'] as const;
type Selecting = (typeof scopes)[number] | (typeof subjects)[number] | 'actions' | 'categories';

export interface Expected {
  readonly effect: Effect;
  readonly policy?: string;
  readonly rule?: string;
  readonly unevaluated?: true;
  /** `policy key scope millionths`. */
  readonly reserved: readonly string[];
  readonly shadow: readonly { policy: string; rule?: string; effect: Effect }[];
}
type Said = Pick<Expected, 'effect' | 'policy' | 'rule' | 'unevaluated'>;

/** A glob by its definition, as a regular expression. */
function meets(glob: string, value: string): boolean {
  const steps = [...glob.matchAll(/\\(.)|(\*)|(\?)|([^\\*?])/gsu)].map(([, escaped, star, mark, plain]) => {
    if (star !== undefined) return '\\P{Cc}*';
    return mark === undefined ? `\\u{${(escaped ?? plain ?? '').codePointAt(0)?.toString(16)}}` : '[^]';
  });
  return new RegExp(`^${steps.join('')}$`, 'u').test(value);
}

function selects(entries: readonly string[], wanted: readonly string[], unwanted = wanted): boolean {
  const positive = entries.filter((entry) => !entry.startsWith('!'));
  const excluded = entries.filter((entry) => entry.startsWith('!')).map((entry) => entry.slice(1));
  if (unwanted.some((value) => excluded.some((glob) => meets(glob, value)))) return false;
  return positive.length === 0 || wanted.some((value) => positive.some((glob) => meets(glob, value)));
}

function covers(rule: WrittenRule, facts: readonly WrittenFact[], question: Question): boolean {
  const { tool, resource, prompt, server, method, environment, principal, annotations } = question;
  const scoped = [[server], [method], [principal.id], principal.roles, [environment]];
  if (scopes.some((key, index) => rule[key] !== undefined && !selects(rule[key], scoped[index] ?? []))) return false;
  if (Object.entries(rule.labels ?? {}).some(([key, value]) => principal.labels?.[key] !== value)) return false;
  const named = subjects.map((key, index) => ({ globs: rule[key], name: [tool, resource, prompt][index] }));
  const asking = named.filter(({ globs }) => globs !== undefined);
  if (
    asking.length > 0 &&
    !asking.some(({ globs, name }) => name !== undefined && globs !== undefined && selects(globs, [name]))
  )
    return false;
  const applied = facts.filter(
    ({ match, servers }) => tool !== undefined && meets(match, tool) && selects(servers ?? ['*'], [server]),
  );
  const isStrict = rule.effect !== 'allow';
  if (rule.actions !== undefined) {
    const action = ['execute', 'write', 'read'].find((one) => applied.some((fact) => fact.action === one));
    if (action === undefined && !(isStrict && selects(rule.actions, []))) return false;
    if (action !== undefined && !selects(rule.actions, [action])) return false;
  }
  if (rule.categories === undefined) return true;
  const certain = applied.flatMap(({ categories = [] }) => categories);
  const claimed = [
    ...(annotations?.destructive ? ['hint.destructive'] : []),
    ...(annotations?.openWorld ? ['hint.open-world'] : []),
  ];
  const suspected = [...certain, ...(tool === undefined ? [] : [...categoriesOf(tool), ...claimed])];
  if (isStrict) return selects(rule.categories, suspected, certain);
  return applied.length > 0 && selects(rule.categories, certain, suspected);
}

/** Whether the conditions behind the selectors hold. Of an entry of a list nobody knows what its call will hold. */
function conditionOf({ when, findings, min_score }: WrittenRule, question: Question): Truth {
  const truths: Truth[] = [];
  if (findings !== undefined || min_score !== undefined) {
    truths.push(
      question.findings?.some(({ type, score }) => score >= (min_score ?? 0) && selects(findings ?? ['*'], [type])),
    );
  }
  if (when !== undefined) truths.push(truthOf(when, question.phase === 'list' ? undefined : question.args));
  return conjunction(truths);
}

/** What the rule takes, how a call that does not fit ends, or that nobody can say. */
function charge(policy: string, rule: WrittenRule, question: Question): string[] | Exceeded | 'cannot' {
  const { session, principal, usage, args } = question;
  const whose = (per: Per) =>
    per === 'global' ? per : per === 'agent' ? `agent:${principal.id}` : session && `session:${session.id}`;
  const due: {
    key: string;
    amount: bigint | undefined;
    limit: number;
    per: Per;
    window?: number;
    exceeded: Exceeded;
  }[] = [];
  if (rule.budget !== undefined) {
    const { key, add, limit, per, exceeded = 'next' } = rule.budget;
    const value = add.startsWith('args.') ? lookUp(args, add.slice(5)) : Number(add);
    const amount = typeof value === 'number' && value >= 0 ? BigInt(Math.ceil(value * 1e6)) : undefined;
    due.push({ key, amount, limit, per, exceeded });
  }
  if (rule.rate !== undefined) {
    const { limit, per = 'agent', exceeded = 'deny' } = rule.rate;
    due.push({ key: `rate of ${rule.id}`, amount: 1_000_000n, limit, per, window: 60_000, exceeded });
  }
  const taken: string[] = [];
  const over: Exceeded[] = [];
  for (const { key, amount, limit, per, window, exceeded } of due) {
    const scope = whose(per);
    if (amount === undefined || scope === undefined || usage === undefined) return 'cannot';
    const spent = usage.spent({ policy, key, scope, ...(window !== undefined && { window }) });
    if (spent + amount > BigInt(limit) * 1_000_000n) over.push(exceeded);
    taken.push(`${policy} ${key} ${scope} ${amount}`);
  }
  const worst = (['deny', 'next'] as const).find((one) => over.includes(one));
  return worst ?? taken;
}

/** Whether some budget or rate that is exceeded asks for approval in place of the rule's own effect. */
function isOver(policy: string, rule: WrittenRule, question: Question): boolean {
  const alone = (part: Partial<WrittenRule>): boolean =>
    charge(policy, { id: rule.id, effect: rule.effect, ...part }, question) === 'deny';
  const { budget, rate } = rule;
  return (
    (budget !== undefined && alone({ budget: { ...budget, exceeded: 'deny' } })) ||
    (rate !== undefined && alone({ rate: { ...rate, exceeded: 'deny' } }))
  );
}

interface Ballot {
  readonly said: Said | undefined;
  readonly paths: readonly string[];
  /** The first rule that changes something. */
  readonly changer: { readonly policy: string; readonly rule: string } | undefined;
  readonly reserved: readonly string[];
  readonly shadow: Expected['shadow'];
}

/** One policy's vote, by asking every rule of a phase in turn. */
function ask({ name: policy, tools = [], rules, mode, ...written }: Written, question: Question, phase: Phase): Ballot {
  const isList = question.phase === 'list';
  const paths: string[] = [];
  let changer: { policy: string; rule: string } | undefined;
  const shadow: { policy: string; rule?: string; effect: Effect }[] = [];
  let floor: Said | undefined;
  let decided: { said: Said; reserved: readonly string[] } | undefined;
  for (const rule of rules.toSorted((a, b) => (a.priority ?? 100) - (b.priority ?? 100))) {
    const { id, effect } = rule;
    if ((rule.phase ?? 'call') !== phase || !covers(rule, tools, question)) continue;
    let truth = conditionOf(rule, question);
    if (isList) truth ??= effect === 'allow' || effect === 'approve';
    if (truth === false) continue;
    let outcome: { said: Said; reserved: readonly string[] } | 'floor' | 'changes' | undefined;
    if (effect === 'redact') outcome = 'changes';
    else if (truth === undefined) {
      if (effect === 'approve') outcome = 'floor';
      if (effect === 'deny') outcome = { said: { effect, policy, rule: id, unevaluated: true }, reserved: [] };
    } else {
      const taken = isList ? [] : charge(policy, rule, question);
      if (taken === 'cannot') outcome = effect === 'approve' ? 'floor' : undefined;
      else if (taken === 'deny') outcome = { said: { effect: 'deny', policy, rule: id }, reserved: [] };
      else if (typeof taken !== 'string') {
        const asks = !isList && isOver(policy, rule, question);
        outcome = { said: { effect: asks ? 'approve' : effect, policy, rule: id }, reserved: taken };
      }
    }
    if (outcome === undefined) continue;
    if (rule.shadow) {
      const would = outcome === 'changes' ? 'redact' : outcome === 'floor' ? 'approve' : outcome.said.effect;
      shadow.push({ policy, rule: id, effect: would });
    } else if (outcome === 'floor') floor ??= { effect: 'approve', policy, rule: id, unevaluated: true };
    else {
      paths.push(...(rule.redact ?? []).map(({ path }) => path));
      if (rule.redact !== undefined) changer ??= { policy, rule: id };
      if (outcome === 'changes') continue;
      decided = outcome;
      break;
    }
  }
  const otherwise = phase === 'result' || phase === 'list' ? 'abstain' : written.default;
  let said = decided?.said ?? (otherwise === 'abstain' ? undefined : { effect: otherwise, policy });
  if (floor && said?.effect !== 'deny' && said?.effect !== 'approve') said = floor;
  if (mode !== 'shadow') return { said, paths, changer, reserved: decided?.reserved ?? [], shadow };
  if (said) shadow.push({ policy, ...(said.rule !== undefined && { rule: said.rule }), effect: said.effect });
  return { said: undefined, paths: [], changer: undefined, reserved: [], shadow };
}

/** What the policies say, by asking every rule in turn: without an index, without memory, from the text alone. */
export function decideSlowly(policies: readonly Written[], question: Question): Expected {
  const ballots = policies.map((policy) => {
    if (question.phase !== 'list') return ask(policy, question, question.phase);
    const call = ask(policy, question, 'call');
    const entry = ask(policy, question, 'list');
    return call.said?.effect !== 'deny' && entry.said?.effect === 'deny' ? entry : call;
  });
  const said = ballots.flatMap((one) => one.said ?? []);
  const shadow = ballots.flatMap((one) => one.shadow);
  const winner =
    said.find(({ effect }) => effect === 'deny') ??
    said.find(({ effect }) => effect === 'approve') ??
    said[0] ??
    ({ effect: question.phase === 'result' ? 'allow' : 'deny' } as const);
  if (winner.effect === 'deny') return { ...winner, reserved: [], shadow };
  const value = question.phase === 'result' ? question.result : question.args;
  const keys = value instanceof Map ? [...value.keys()].map((key: string) => key.toLowerCase()) : [];
  const changes = ballots.some(({ paths }) => paths.some((path) => keys.includes(path.toLowerCase())));
  const effect = winner.effect === 'allow' && changes ? 'redact' : winner.effect;
  // A result that no rule decides names the rule that changes it.
  const named = !('policy' in winner) && changes ? ballots.find(({ changer }) => changer)?.changer : undefined;
  return { ...winner, ...named, effect, reserved: ballots.flatMap(({ reserved }) => reserved), shadow };
}
