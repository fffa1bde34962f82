import { CommandError, causeOf, exit } from '../fail.js';
import type { Surroundings, TailItem, Tools } from '../parts.js';
import { describeRecord } from './describe-record.js';
import { nameLogs } from './log-folder.js';

export interface TailOptions {
  readonly audit?: string;
  readonly lines: string;
  readonly follow?: boolean;
  readonly format: 'text' | 'json';
}

/** Prints the last records of an audit log. Gives the exit code: 0 done; a log that cannot be read throws. */
export async function tail(options: TailOptions, parts: Tools, around: Surroundings): Promise<number> {
  const { audit, lines, follow = false, format } = options;
  if (audit === undefined) throw new CommandError(await nameLogs(parts, around.env));
  if (!/^[0-9]{1,9}$/.test(lines)) throw new CommandError('--lines takes a number of records');
  // Whoever reads us may have seen enough (`| head`): that is no fault, and nothing more can be said.
  process.stdout.once('error', () => process.exit(exit.done));
  try {
    for await (const item of parts.tailLog(audit, { last: Number(lines), follow })) {
      if (item.kind !== 'record') around.err(`ostiary: \`${parts.visible(audit)}\` ${describe(item)}\n`);
      else around.out(`${format === 'json' ? spellControls(item.line) : parts.visible(describeRecord(item.line))}\n`);
    }
  } catch (cause) {
    throw new CommandError(causeOf(cause), exit.usage, { cause });
  }
  return exit.done;
}

/** No record of the gateway holds these. In a line that does, a terminal would act on them; inside of a string JSON reads the same. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

function spellControls(line: string): string {
  return line.replace(controls, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function describe(item: Exclude<TailItem, { kind: 'record' }>): string {
  switch (item.kind) {
    case 'unfinished':
      return `ends in ${item.bytes} bytes of an unfinished record`;
    case 'replaced':
      return 'was replaced; this is the new file from its beginning';
    case 'gone':
      return 'is gone';
    case 'cut':
      return `was cut to ${item.size} bytes`;
  }
}
