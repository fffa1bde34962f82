import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { AuditError } from './error.js';
import { type Log, type Options, openLog } from './open.js';
import { createFolder } from './open-file.js';

/** What a default log belongs to: one server, as it was started, from one folder. */
export interface Wrapped {
  /** One or more of `A-Z a-z 0-9 _ -`. */
  readonly server: string;
  /** The server's command and its arguments. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Read for `XDG_STATE_HOME` only. */
  readonly env: { readonly [name: string]: string | undefined };
}

/** More gateways than this in front of one server from one folder are a mistake. */
const MOST = 100;

/** The folder of default logs. XDG says to ignore a path that is not absolute. Throws `bad_argument` where there is no home. */
export function defaultFolder(env: Wrapped['env']): string {
  const { XDG_STATE_HOME: state } = env;
  return join(state && isAbsolute(state) ? state : join(home(), '.local', 'state'), 'ostiary');
}

/** With an empty or relative HOME the log would lie in whatever folder this happens to start in, where the server may write. */
function home(): string {
  const text = 'there is no home folder for a default log: name a log, or set `XDG_STATE_HOME`';
  let folder: string;
  try {
    folder = homedir();
  } catch (cause) {
    throw new AuditError('bad_argument', text, { cause });
  }
  if (!isAbsolute(folder)) throw new AuditError('bad_argument', text);
  return folder;
}

/** `<folder>/<server>-<8 hex>.jsonl`, then the same with `-2`, `-3`, …, in the order to be tried. Throws `bad_argument`. */
export function defaultPaths({ server, argv, cwd, env }: Wrapped): readonly string[] {
  if (!/^[A-Za-z0-9_-]+$/.test(server)) {
    throw new AuditError('bad_argument', 'the server name holds more than letters, digits, `_` and `-`');
  }
  const digest = createHash('sha256')
    .update(JSON.stringify([argv, cwd]))
    .digest('hex')
    .slice(0, 8);
  const stem = join(defaultFolder(env), `${server}-${digest}`);
  return Array.from({ length: MOST }, (_, index) => `${stem}${index === 0 ? '' : `-${index + 1}`}.jsonl`);
}

/** Opens the first default log that no live process holds. Rejects like `openLog`, with `locked` when all are held. */
export async function openDefaultLog(wrapped: Wrapped, options: Omit<Options, 'path'>): Promise<Log> {
  createFolder(defaultFolder(wrapped.env));
  let held: AuditError | undefined;
  for (const path of defaultPaths(wrapped)) {
    try {
      return await openLog({ ...options, path });
    } catch (error) {
      if (!(error instanceof AuditError && error.code === 'locked')) throw error;
      held = error;
    }
  }
  throw held;
}
