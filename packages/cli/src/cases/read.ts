import type { Effect } from '@ostiary/core-engine';
import { suggest } from '../config/nearest.js';
import { type Asked, askedKeys, readAsked } from '../question/asked.js';
import { type Members, readMembers, readText, readTexts, readWord } from '../question/members.js';
import { toQuestion } from '../question/question.js';
import { type Member, quote, type Source, type Tree } from '../question/tree.js';
import type { Case, CaseFile, Expected } from './case.js';

const effects: readonly Effect[] = ['allow', 'deny', 'approve', 'redact'];
const fileKeys = ['cases', 'policy', 'description'];
const caseKeys = ['name', 'expect', 'description', ...askedKeys];
const fixtureKeys = [
  ...['tool_name', 'arguments', 'expected_decision', 'name', 'description'],
  ...['server', 'agent', 'roles', 'environment', 'labels'],
];
const expectKeys = ['effect', 'rule', 'policy', 'code'];

/**
 * The cases of a file: ours (`cases:`), or fixtures with `tool_name`, `arguments` and `expected_decision`, one or a list of them. Mistakes
 * go to the source; a file without cases is one.
 */
export function readCases(tree: Tree, source: Source): CaseFile {
  const { file } = source;
  const isFixture = tree.items !== undefined || tree.members?.some(({ key }) => fixtureKeys.slice(0, 3).includes(key));
  if (isFixture) {
    const items = tree.items ?? [tree];
    if (items.length === 0) source.complain(tree.at, 'there are no cases here');
    return { file, policies: [], cases: items.flatMap((item) => readFixture(item, source) ?? []) };
  }
  const members = readMembers(tree, fileKeys, 'a file of cases', source);
  const cases = members?.get('cases');
  const items = cases?.tree.items;
  if (members !== undefined && (items === undefined || items.length === 0)) {
    source.complain(cases?.at ?? tree.at, 'there are no cases here: write them as a list under `cases`');
  }
  const policy = members?.get('policy');
  return {
    file,
    policies: policy === undefined ? [] : readPolicies(policy, source),
    cases: (items ?? []).flatMap((item) => readCase(item, source) ?? []),
  };
}

function readPolicies(member: Member, source: Source): readonly string[] {
  return (member.tree.items === undefined ? [readText(member, source)] : (readTexts(member, source) ?? [])).flatMap(
    (name) => name ?? [],
  );
}

function readCase(tree: Tree, source: Source): Case | undefined {
  const before = source.problems.length;
  const members = readMembers(tree, caseKeys, 'a case', source);
  if (members === undefined) return undefined;
  const expect = members.get('expect');
  if (expect === undefined) source.complain(tree.at, 'missing key `expect`: write the effect, such as deny');
  const expected = expect && readExpected(expect, source);
  return finish(tree, members, readAsked(members, source), expected, source, before);
}

function readFixture(tree: Tree, source: Source): Case | undefined {
  const before = source.problems.length;
  const members = readMembers(tree, fixtureKeys, 'a fixture', source);
  if (members === undefined) return undefined;
  const [tool, args, expected] = ['tool_name', 'arguments', 'expected_decision'].map((key) => members.get(key));
  for (const [key, member] of [['tool_name', tool] as const, ['expected_decision', expected] as const]) {
    if (member === undefined) source.complain(tree.at, `missing key ${quote(key)}`);
  }
  if (tool === undefined || expected === undefined) return undefined;
  const effect = readText(expected, source)?.toLowerCase();
  const known = effects.find((one) => one === effect);
  if (effect !== undefined && known === undefined) complainEffect(expected, effect, source);
  const name = readText(tool, source);
  const asked: Asked = {
    ...readAsked(members, source),
    ...(name !== undefined && { tool: name }),
    ...(args && { args: args.tree.value() }),
  };
  return finish(tree, members, asked, known && { effect: known }, source, before);
}

function finish(
  tree: Tree,
  members: Members,
  asked: Asked,
  expected: Expected | undefined,
  source: Source,
  before: number,
): Case | undefined {
  const named = members.get('name');
  const given = named && readText(named, source);
  // What is missing may be what was not readable.
  if (source.problems.length > before) return undefined;
  const question = toQuestion(asked, 0);
  if ('mistake' in question) {
    source.complain(tree.at, question.mistake);
    return undefined;
  }
  if (expected === undefined) return undefined;
  const name = given ?? question.tool ?? question.resource ?? question.prompt ?? question.method;
  return { file: source.file, line: source.line(tree.at), name, asked, expected };
}

/** `deny`, or `{effect: deny, rule: no-deleting, code: OSTIARY_DENIED}`. */
function readExpected(member: Member, source: Source): Expected | undefined {
  if (member.tree.members === undefined) {
    const effect = readWord(member, effects, source);
    return effect && { effect };
  }
  const members = readMembers(member.tree, expectKeys, '`expect`', source);
  const effect = members?.get('effect');
  if (effect === undefined)
    source.complain(member.tree.at, 'missing key `effect`: write allow, deny, approve or redact');
  const word = effect && readWord(effect, effects, source);
  const text = (key: string) => {
    const found = members?.get(key);
    return found && readText(found, source);
  };
  const [rule, policy, code] = [text('rule'), text('policy'), text('code')];
  return (
    word && {
      effect: word,
      ...(rule !== undefined && { rule }),
      ...(policy !== undefined && { policy }),
      ...(code !== undefined && { code }),
    }
  );
}

function complainEffect({ tree }: Member, word: string, source: Source): void {
  const listed = effects.map(quote).join(', ');
  source.complain(tree.at, `\`expected_decision\` is one of ${listed}, not ${quote(word)}${suggest(word, effects)}`);
}
