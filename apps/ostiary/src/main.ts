#!/usr/bin/env node
// To read the main job: `run` joins the parts of assemble.ts, and @ostiary/gateway hands every governed message to `handleCall` in
// packages/core-engine/src/call/handle.ts. That one function decides, records, forwards or denies.
import { runCommandLine } from '@ostiary/cli';
import { parts } from './assemble.js';

/** A mistake of ours, not of whoever uses this: one line, no trace, and never "allowed". */
function fault(error: unknown): never {
  process.stderr.write(
    `ostiary: internal error: ${parts.visible(error instanceof Error ? error.message : String(error))}\n`,
  );
  process.exit(1);
}

process.on('uncaughtException', fault);
process.on('unhandledRejection', fault);

const code = await runCommandLine(process.argv.slice(2), parts, {
  env: process.env,
  cwd: process.cwd(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
// What was written to standard output or error may still be on its way; a plain exit would cut it off.
process.exitCode = code;
process.stdout.write('', () => process.exit(code));
