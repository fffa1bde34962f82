import { writeFile } from 'node:fs/promises';
import type { CaseFile } from '../cases/case.js';
import { judge, type Result } from '../cases/judge.js';
import { writeJunit } from '../cases/junit.js';
import { findCaseFiles, loadCases } from '../cases/load.js';
import { watchFiles } from '../cases/watch.js';
import { CommandError, causeOf, exit } from '../fail.js';
import { openPaint, printJson } from '../paint.js';
import type { Parts, Surroundings, Tools } from '../parts.js';
import { usePolicies } from '../policies.js';

export interface TestOptions {
  readonly policy?: readonly string[];
  readonly junit?: string;
  readonly watch?: boolean;
  readonly format: 'text' | 'json';
}

type Needed = Pick<Tools, 'packNames' | 'readPack' | 'sha256' | 'visible'> & Pick<Parts<unknown>, 'now'>;

/** Runs cases against policies. Gives 1 where one of them fails. With `watch` it ends when `signal` says so. */
export async function test(
  names: readonly string[],
  options: TestOptions,
  parts: Needed,
  around: Surroundings,
  signal?: AbortSignal,
): Promise<number> {
  if (!options.watch) return (await once(names, options, parts, around)).code;
  let watched: readonly string[] = names;
  let isFirst = true;
  try {
    for await (const _ of watchFiles(() => watched, signal)) {
      if (!isFirst) around.out('\n');
      isFirst = false;
      watched = await tryOnce(names, options, parts, around);
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  return exit.done;
}

interface Run {
  readonly code: number;
  /** What it depends on. */
  readonly files: readonly string[];
}

/** Who watches wants to hear of a mistake and go on. */
async function tryOnce(
  names: readonly string[],
  options: TestOptions,
  parts: Needed,
  around: Surroundings,
): Promise<readonly string[]> {
  try {
    return (await once(names, options, parts, around)).files;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    around.err(`ostiary: ${error.message.split('\n').map(parts.visible).join('\n')}\n`);
    return [...names, ...(options.policy ?? [])];
  }
}

async function once(names: readonly string[], options: TestOptions, parts: Needed, around: Surroundings): Promise<Run> {
  const { policy = [], junit, format } = options;
  const files = await loadCases(await findCaseFiles(names));
  const results = (await Promise.all(files.map((file) => runFile(file, policy, parts)))).flat();
  const failed = results.filter(({ passed }) => !passed).length;
  around.out(format === 'json' ? asJson(results, failed) : describe(results, failed, parts, around));
  if (junit !== undefined) {
    await writeFile(junit, writeJunit(results)).catch((cause) => {
      throw new CommandError(`\`${junit}\` cannot be written: ${causeOf(cause)}`, undefined, { cause });
    });
  }
  const used = files.flatMap(({ policies }) => (policy.length > 0 ? policy : policies));
  return { code: failed > 0 ? exit.no : exit.done, files: [...names, ...used] };
}

/** `--policy` goes before what the file names. */
async function runFile(file: CaseFile, given: readonly string[], parts: Needed): Promise<readonly Result[]> {
  const names = given.length > 0 ? given : file.policies;
  if (names.length === 0)
    throw new CommandError(`name a policy with --policy, or with \`policy:\` in \`${file.file}\``);
  const policies = await usePolicies(names, parts);
  const now = parts.now();
  return file.cases.map((one) => judge(policies, one, now));
}

function describe(results: readonly Result[], failed: number, { visible }: Needed, around: Surroundings): string {
  const paint = openPaint(around);
  const lines = results.map(({ passed, name, got, expected }) =>
    passed
      ? `${paint('green', 'PASS')} ${visible(`${name}: ${got}`)}\n`
      : `${paint('red', 'FAIL')} ${visible(`${name}: ${got} (expected ${expected})`)}\n`,
  );
  return `${lines.join('')}\nResults: ${results.length - failed}/${results.length} passed, ${failed} failed\n`;
}

function asJson(results: readonly Result[], failed: number): string {
  const told = results.map(({ decision: { effect, rule, policy, code }, got: _, ...rest }) => ({
    ...rest,
    effect,
    ...(rule !== undefined && { rule }),
    ...(policy !== undefined && { policy }),
    ...(code !== undefined && { code }),
  }));
  return printJson({ passed: results.length - failed, failed, results: told });
}
