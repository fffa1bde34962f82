import { type Channel, type ChannelLimits, openChannel } from '../channel.js';
import { processGroup } from './group.js';
import { type LaunchOptions, launch } from './launch.js';
import { passStderr, type TextSink } from './stderr.js';

export interface ServerOptions extends LaunchOptions, ChannelLimits {
  /** Stands before every line of the server's standard error. */
  name: string;
  /** Gets those lines. */
  stderr: TextSink;
  schedule?: Partial<StopSchedule>;
}

/** Times in ms. */
export interface StopSchedule {
  /** From `stop` to SIGTERM. Default 3,000. */
  term: number;
  /** From `stop` to SIGKILL. Default 4,500. */
  kill: number;
  /** From the server's exit to SIGKILL for what it left in its process group; SIGTERM comes at once. Default 500. */
  sweep: number;
  /** How long output is read after the server's exit when another process keeps the pipe open. Default 1,000. */
  drain: number;
}

/** How a server ended; `error` when it never ran (ENOENT, EACCES, a missing folder, …). */
export interface ServerExit {
  code: number | null;
  signal: string | null;
  error?: Error;
}

export interface Server {
  /** Standard input and output. Its `end` and `broken` come in every case, also when the server never ran. */
  channel: Channel;
  /** Undefined when it could not be started. */
  pid: number | undefined;
  /** Resolves once, never rejects: after the exit, when the output was read or `drain` is over. */
  exited: Promise<ServerExit>;
  /**
   * Closes the server's input, and by the schedule ends its process group. Resolves when the server has exited and nobody
   * of the group is left untold, at the latest a quarter of a second after SIGKILL; output that was not read by then is
   * lost. `spent` is how much of the schedule, in ms, the caller has used up already.
   */
  stop(spent?: number): Promise<void>;
  /** SIGKILL to the whole group, now; for a process that is about to exit. */
  kill(): void;
}

/** architecture.md, Limits: 5 s in all. */
const defaultSchedule: StopSchedule = { term: 3_000, kill: 4_500, sweep: 500, drain: 1_000 };
/** For what SIGKILL does not end at once (a process in uninterruptible sleep). */
const lastWait = 250;

/** Starts an MCP server as a child process. Never throws because of what it is asked to start: `exited` says it. */
export function startServer(options: ServerOptions): Server {
  const schedule = { ...defaultSchedule, ...options.schedule };
  const { child, error, stdin, stdout, stderr } = launch(options);
  const group = processGroup(child?.pid);
  const channel = openChannel(stdout, stdin, options);
  passStderr(stderr, options.name, options.stderr);

  let swept: Promise<void> = Promise.resolve();
  const exited = new Promise<ServerExit>((resolve) => {
    if (child === undefined) return resolve(failed(error));
    child.on('error', (reason) => resolve(failed(reason)));
    child.once('exit', (code, signal) => {
      swept = group.sweep(schedule.sweep);
      channel.closeInputAfter(schedule.drain);
      const timer = setTimeout(finish, schedule.drain);
      child.once('close', finish);
      function finish(): void {
        clearTimeout(timer);
        stderr.destroy();
        resolve({ code, signal });
      }
    });
  });

  async function end(spent: number): Promise<void> {
    void channel.end(); // may never resolve: the server need not read
    const killAfter = Math.max(0, schedule.kill - spent);
    const timers = [
      setTimeout(closeAndTerminate, Math.max(0, schedule.term - spent)),
      setTimeout(() => group.signal('SIGKILL'), killAfter),
    ];
    await new Promise<void>((resolve) => {
      timers.push(setTimeout(resolve, killAfter + lastWait));
      void exited.then(() => swept).then(resolve);
    });
    for (const timer of timers) clearTimeout(timer);
    for (const stream of [stdin, stdout, stderr]) stream.destroy();
  }

  function closeAndTerminate(): void {
    stdin.destroy();
    group.signal('SIGTERM');
  }

  let stopping: Promise<void> | undefined;
  return {
    channel,
    pid: child?.pid,
    exited,
    stop(spent = 0) {
      stopping ??= end(spent);
      return stopping;
    },
    kill() {
      group.signal('SIGKILL');
    },
  };
}

function failed(error: Error | undefined): ServerExit {
  return { code: null, signal: null, error: error ?? new Error('the server could not be started') };
}
