import type { Decision, Question } from '../../src/decision.js';
import { categoriesOf } from '../../src/policy/match/words.js';

/** A policy as its author wrote it, without mistakes. */
export interface Written {
  readonly name: string;
  readonly default: 'deny' | 'allow' | 'abstain';
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
  readonly effect: 'allow' | 'deny';
  readonly priority?: number;
  readonly phase?: 'call' | 'request';
}
const scopes = ['servers', 'methods', 'agents', 'roles', 'environments'] as const;
const subjects = ['tools', 'resources', 'prompts'] as const;
type Selecting = (typeof scopes)[number] | (typeof subjects)[number] | 'actions' | 'categories';

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

function holds(rule: WrittenRule, facts: readonly WrittenFact[], question: Question): boolean {
  const { tool, resource, prompt, server, method, environment, principal } = question;
  if ((rule.phase === 'request') !== (question.phase === 'request')) return false;
  const scoped = [[server], [method], [principal.id], principal.roles, [environment]];
  if (scopes.some((key, index) => rule[key] !== undefined && !selects(rule[key], scoped[index] ?? []))) return false;
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
  const isDenial = rule.effect === 'deny';
  if (rule.actions !== undefined) {
    const action = ['execute', 'write', 'read'].find((one) => applied.some((fact) => fact.action === one));
    if (action === undefined && !(isDenial && selects(rule.actions, []))) return false;
    if (action !== undefined && !selects(rule.actions, [action])) return false;
  }
  if (rule.categories === undefined) return true;
  const certain = applied.flatMap(({ categories = [] }) => categories);
  const suspected = [...certain, ...(tool === undefined ? [] : categoriesOf(tool))];
  if (isDenial) return selects(rule.categories, suspected, certain);
  return applied.length > 0 && selects(rule.categories, certain, suspected);
}

/** What the policies say, by asking every rule in turn: without an index, without memory, from the text alone. */
export function decideSlowly(policies: readonly Written[], question: Question): Partial<Decision> {
  const votes = policies.flatMap(({ name, default: otherwise, tools = [], rules }) => {
    const tried = rules.toSorted((a, b) => (a.priority ?? 100) - (b.priority ?? 100));
    const rule = tried.find((one) => holds(one, tools, question));
    if (rule !== undefined) return [{ effect: rule.effect, policy: name, rule: rule.id }];
    return otherwise === 'abstain' ? [] : [{ effect: otherwise, policy: name }];
  });
  return votes.find(({ effect }) => effect === 'deny') ?? votes[0] ?? { effect: 'deny' };
}
