import { type Explanation, explain as explainDecision, type Question, type Value } from '@ostiary/core-engine';
import { labelsOf } from '../config/labels.js';
import { BadValue, pair } from '../config/values.js';
import { CommandError, exit } from '../fail.js';
import { openPaint, printJson } from '../paint.js';
import type { Parts, Surroundings, Tools } from '../parts.js';
import { usePolicies } from '../policies.js';
import type { Asked } from '../question/asked.js';
import { failOn, readBytes, readInput } from '../question/input.js';
import { readJsonTree } from '../question/json.js';
import { toQuestion } from '../question/question.js';
import { decisionAsJson } from './decision-json.js';
import { describeExplanation } from './describe-explanation.js';

export interface ExplainOptions {
  readonly policy?: readonly string[];
  readonly tool?: string;
  readonly resource?: string;
  readonly prompt?: string;
  readonly method?: string;
  readonly server?: string;
  /** JSON, `@file`, or `-` for standard input. */
  readonly args?: string;
  readonly agent?: string;
  readonly roles?: string;
  readonly environment?: string;
  readonly label?: readonly string[];
  readonly input?: string;
  readonly exitCode?: boolean;
  readonly format: 'text' | 'json';
}

type Needed = Pick<Tools, 'packNames' | 'readPack' | 'sha256' | 'visible'> & Pick<Parts<unknown>, 'now'>;

/** Prints what would be decided and why. Gives 1 for a denial where `--exit-code` asks for it. */
export async function explain(
  options: ExplainOptions,
  parts: Needed,
  around: Surroundings,
  stdin: AsyncIterable<Uint8Array> = process.stdin,
): Promise<number> {
  const { policy = [], input, args, format, exitCode } = options;
  if (input === '-' && args === '-') throw new CommandError('standard input is either --input or --args');
  const given = input === undefined ? {} : await readInput(input, stdin);
  const flags = await readFlags(options, stdin);
  if (policy.length === 0) around.err('ostiary: no policy is named, so pack:baseline decides\n');
  const policies = await usePolicies(policy.length > 0 ? policy : ['pack:baseline'], parts);
  const question = toQuestion({ ...withoutSubject(given, flags), ...flags }, parts.now());
  if ('mistake' in question) throw new CommandError(question.mistake);
  const explanation = explainDecision(policies, question);
  if (format === 'json') around.out(printJson(asJson(explanation, question)));
  else around.out(describeExplanation(explanation, parts.visible, openPaint(around)));
  return exitCode && explanation.decision.effect === 'deny' ? exit.no : exit.done;
}

/** A subject on the command line goes before one of the file, whatever its kind. */
function withoutSubject(given: Asked, flags: Asked): Asked {
  if (flags.tool === undefined && flags.resource === undefined && flags.prompt === undefined) return given;
  const { tool: _, resource: __, prompt: ___, ...rest } = given;
  return rest;
}

async function readFlags(options: ExplainOptions, stdin: AsyncIterable<Uint8Array>): Promise<Asked> {
  const { tool, resource, prompt, method, server, agent, environment, roles, label, args } = options;
  const texts = { tool, resource, prompt, method, server, agent, environment };
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)),
    ...(roles !== undefined && {
      roles: roles
        .split(',')
        .map((role) => role.trim())
        .filter((role) => role !== ''),
    }),
    ...(label && { labels: readLabels(label) }),
    ...(args !== undefined && { args: await readArgs(args, stdin) }),
  };
}

function readLabels(texts: readonly string[]): Readonly<Record<string, string>> {
  try {
    return labelsOf(texts.map(pair));
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    throw new CommandError(`--label: ${error.message}`);
  }
}

async function readArgs(given: string, stdin: AsyncIterable<Uint8Array>): Promise<Value> {
  const file = given === '-' ? '-' : given.startsWith('@') ? given.slice(1) : undefined;
  const bytes = file === undefined ? new TextEncoder().encode(given) : await readBytes(file, stdin);
  const { source, tree } = readJsonTree(file === undefined || file === '-' ? '--args' : file, bytes);
  failOn(source);
  return tree?.value() ?? null;
}

function asJson({ decision, trace, votes }: Explanation, { findings }: Question): unknown {
  return { ...decisionAsJson(decision), findings: findings ?? [], votes, trace };
}
