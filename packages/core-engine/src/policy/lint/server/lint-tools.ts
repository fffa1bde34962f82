import type { Rule } from '../../match/rule.js';
import type { Policy } from '../../policy.js';
import { openReport, type Problem } from '../../problem.js';
import { quote } from '../../schema/suggest.js';
import type { Entry } from '../../source/node.js';
import { choiceOf, selectorOf } from '../choice.js';
import { loadReader, type ReadExpression, type RuleRead, readsOfBudget, readsOfWhen } from '../fields.js';
import type { Warn } from '../warnings.js';
import { findField } from './schema.js';
import type { ListedTool } from './tool.js';

/** Where a rule speaks of what this server does not have: warnings, by policy and place. `server`: the name that rules know it by. */
export async function lintTools(
  policies: readonly Policy[],
  server: string,
  tools: readonly ListedTool[],
): Promise<readonly Problem[]> {
  const read = await loadReader(policies);
  return policies.flatMap(({ file, parts }) => {
    const report = openReport(file);
    for (const rule of parts.rules) {
      const servers = rule.written.get('servers');
      if (servers !== undefined && !selectorOf(choiceOf(servers.value))(server)) continue;
      const named = rule.written.get('tools');
      if (named !== undefined) warnUnknown(named, server, tools, report.warn);
      if (rule.phase === 'call') warnFields(rule, tools, read, report.warn);
    }
    return report.problems();
  });
}

function warnUnknown({ value }: Entry, server: string, tools: readonly ListedTool[], warn: Warn): void {
  for (const item of value.kind === 'list' ? value.items : []) {
    if (item.kind !== 'scalar') continue;
    const glob = item.text.replace(/^!/, '');
    const meets = selectorOf({ positive: [glob], excluded: [] });
    if (tools.some(({ name }) => meets(name))) continue;
    warn(item.place, `${quote(item.text)} matches none of the ${tools.length} tools of server ${quote(server)}`);
  }
}

function warnFields(rule: Rule, tools: readonly ListedTool[], read: ReadExpression, warn: Warn): void {
  const reads = [...readsOfWhen(rule, read), ...readsOfBudget(rule, read)];
  if (reads.length === 0) return;
  const named = rule.written.get('tools');
  const others = rule.written.has('resources') || rule.written.has('prompts');
  if (named === undefined && others) return;
  const meets = named === undefined ? () => true : selectorOf(choiceOf(named.value));
  const meant = tools.filter(({ name }) => meets(name));
  const asked = new Set(reads.filter(({ isAsked }) => isAsked).map(({ path }) => nameOf(path)));
  const said = new Set<string>();
  for (const one of reads) {
    const field = nameOf(one.path);
    // A rule for all tools, and one that asks first, are for those tools that have the field.
    const isForSome = named === undefined || asked.has(field);
    const message = isForSome ? saysOfAll(one, meant) : saysOfEach(one, meant);
    if (message === undefined || said.has(message)) continue;
    said.add(message);
    warn(one.place, message);
  }
}

/** Of the types that a server gives a field: JSON has six. */
const MOST_SHOWN = 6;

function saysOfEach(read: RuleRead, tools: readonly ListedTool[]): string | undefined {
  for (const { name, schema } of tools) {
    const { state, types } = findField(schema, read.path);
    if (state === 'absent') return `${nameOf(read.path)} is not in the schema of tool ${quote(name)}`;
    if (state === 'present' && isOther(read, types)) {
      const given = [...new Set(types)]
        .slice(0, MOST_SHOWN)
        .map((type) => quote(type).slice(1, -1))
        .join(' or ');
      return `${nameOf(read.path)} is ${given} in the schema of tool ${quote(name)}, and ${read.type} here: this cannot be evaluated`;
    }
  }
  return undefined;
}

function saysOfAll(read: RuleRead, tools: readonly ListedTool[]): string | undefined {
  const isNowhere = tools.length > 0 && tools.every(({ schema }) => findField(schema, read.path).state === 'absent');
  return isNowhere ? `${nameOf(read.path)} is in the schema of no tool that the rule speaks of` : undefined;
}

function isOther({ type }: RuleRead, types: readonly string[] | undefined): boolean {
  if (type === undefined || types === undefined) return false;
  return !types.some((one) => one === type || (one === 'integer' && type === 'number'));
}

function nameOf(path: readonly string[]): string {
  return quote(`args.${path.join('.')}`).slice(1, -1);
}
