import { runCommandLine } from '@ostiary/cli';
import { parts } from './assemble.js';

/** A mistake of ours, not of whoever uses this: one line, no trace, and never "allowed". */
function fault(error: unknown): never {
  process.stderr.write(
    `ostiary: internal error: ${parts.visible(error instanceof Error ? error.message : String(error))}\n`,
  );
  process.exit(1);
}

/** Whatever is started here would begin in a folder that nobody can name, and its log would be found by nobody. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    process.stderr.write('ostiary: the folder that this was started in is gone\n');
    process.exit(2);
  }
}

/** Runs one command line and ends the process with its exit code. */
export async function start(argv: readonly string[]): Promise<void> {
  process.on('uncaughtException', fault);
  process.on('unhandledRejection', fault);
  const code = await runCommandLine(argv, parts, {
    env: process.env,
    cwd: workingFolder(),
    isTerminal: process.stdout.isTTY === true,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  });
  // What was written to standard output may still be on its way, and a plain exit would cut it off; nobody may read it, too.
  process.exitCode = code;
  process.stdout.write('', () => process.exit(code));
  setTimeout(() => process.exit(code), 500).unref();
}
