import { type ChildProcess, spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';

export interface LaunchOptions {
  command: string;
  args: readonly string[];
  /** All of the server's environment. */
  env: Readonly<Record<string, string>>;
  cwd?: string;
}

/** A started process, or the reason why there is none, with streams in either case. */
export interface Launched {
  child: ChildProcess | undefined;
  error: Error | undefined;
  stdin: Writable;
  stdout: Readable;
  stderr: Readable;
}

/** Starts a program without a shell, as leader of a process group (and session) of its own. Never throws. */
export function launch({ command, args, env, cwd }: LaunchOptions): Launched {
  let child: ChildProcess | undefined;
  let error: Error | undefined;
  try {
    child = spawn(command, args, {
      // Node adds this variable of its own accord unless the object has the name.
      env: { NODE_V8_COVERAGE: undefined, ...env },
      cwd,
      stdio: 'pipe',
      shell: false,
      detached: true,
      windowsHide: true,
    });
  } catch (thrown) {
    // Some failures are thrown (a NUL in an argument, E2BIG, ENOTDIR), others come as an event (ENOENT, EACCES).
    error = thrown instanceof Error ? thrown : new Error(String(thrown));
  }
  // A process without streams is one that could not be started for want of descriptors (EMFILE).
  return {
    child,
    error,
    stdin: child?.stdin ?? new Writable().destroy(),
    stdout: child?.stdout ?? new Readable().destroy(),
    stderr: child?.stderr ?? new Readable().destroy(),
  };
}
