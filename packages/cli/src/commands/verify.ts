import { CommandError, exit } from '../fail.js';
import type { Surroundings, Tools, Verdict } from '../parts.js';
import { nameLogs } from './log-folder.js';

export interface VerifyOptions {
  readonly audit?: string;
  readonly expectHead?: string;
  readonly format: 'text' | 'json';
}

/** Checks an audit log. Gives the exit code: 0 whole, 1 broken, 2 not readable. */
export async function verify(options: VerifyOptions, parts: Tools, { env, out, err }: Surroundings): Promise<number> {
  const { audit, expectHead, format } = options;
  if (audit === undefined) throw new CommandError(await nameLogs(parts, env));
  if (expectHead !== undefined && !/^[0-9a-f]{64}$/.test(expectHead)) {
    throw new CommandError('--expect-head takes the 64 lower-case hex digits that an earlier verification printed');
  }
  const verdict = await parts.verifyLog(audit, expectHead === undefined ? {} : { expectHead });
  if (format === 'json') out(`${JSON.stringify(verdict)}\n`);
  else if (verdict.status === 'unreadable')
    err(`ostiary: \`${parts.visible(audit)}\` cannot be verified: ${parts.visible(verdict.reason)}\n`);
  else out(`${describe(verdict)}\n`);
  return { ok: exit.done, broken: exit.no, unreadable: exit.usage }[verdict.status];
}

function describe(verdict: Exclude<Verdict, { status: 'unreadable' }>): string {
  if (verdict.status === 'broken') return `broken: record ${verdict.seq} at byte ${verdict.offset}: ${verdict.reason}`;
  const { records, head, anchored } = verdict;
  const tail = anchored ? 'tail as expected' : 'tail not anchored';
  return `ok: ${records} ${records === 1 ? 'record' : 'records'}, head ${head}; ${tail}`;
}
