import { causeOf, exit } from '../fail.js';
import type { Log, Relay, Server, ServerExit } from '../parts.js';
import type { Signals } from './signals.js';

/** Everything that a run holds while it lasts. */
export interface Gateway {
  readonly agent: { end(): Promise<void> };
  readonly server: Server<unknown>;
  readonly relay: Relay;
  readonly log: Log;
  readonly command: string;
}

// "5 s in all: drain, close stdin, SIGTERM at 3 s, SIGKILL at 4.5 s." Draining stops early enough for a server that heeds its
// closed input to leave by itself.
const drainFor = 2_500;
const flushWithin = 4_000;
const endWithin = 5_000;
/** How long a server that is gone waits for the agent's first request, so that this hears why. */
const waitForFirst = 2_000;

/** Waits for the end of a run and carries it out: answers what is open, closes the log, ends the server. Gives the exit code. */
export async function wind(gateway: Gateway, signals: Signals, say: (text: string) => void): Promise<number> {
  const { agent, server, relay, log, command } = gateway;
  const onExit = () => server.kill();
  process.on('exit', onExit);

  const ending = await Promise.race([relay.over, signals.first]);
  const begun = performance.now();
  const spent = () => performance.now() - begun;
  // Whatever hangs from here on (a stuck disk, a pipe that nobody reads) does not keep the process.
  const deadline = setTimeout(
    () => {
      say('the end took too long; stopping at once');
      server.kill();
      process.exit(exit.no);
    },
    endWithin + (ending === 'upstream_gone' ? waitForFirst : 0),
  );

  if (ending === 'upstream_gone') {
    await within(relay.asked, waitForFirst);
    say(describe(command, await within(server.exited, 500)));
  }
  await within(relay.drain(), Math.max(0, drainFor - spent()));
  const failed = ending === 'stdin_closed' && relay.initializeTimedOut();
  const stopping = server.stop(Math.min(spent(), drainFor));
  const code = ending === 'upstream_gone' || ending === 'fault' || failed ? exit.no : exit.done;
  const recorded = await tried(() => relay.stop(failed ? 'fault' : ending), 'the end is not on record', say);
  // An agent that does not read what it is owed does not keep the log from being closed.
  await within(agent.end(), Math.max(0, flushWithin - spent()));
  const closed = await tried(log.close, 'the audit log could not be closed', say);
  // Kept elsewhere, it is what shows later that nothing was cut off the end (`audit verify --expect-head`).
  say(`the log's last hash is ${log.head}`);
  await stopping;
  clearTimeout(deadline);
  return recorded && closed ? code : exit.no;
}

/** Whether it worked; what went wrong is said behind `failure`. */
async function tried(step: () => Promise<void>, failure: string, say: (text: string) => void): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (cause) {
    say(`${failure}: ${causeOf(cause)}`);
    return false;
  }
}

function describe(command: string, end: ServerExit | undefined): string {
  if (end?.error) return `the server \`${command}\` could not be started: ${causeOf(end.error)}`;
  if (end?.signal) return `the server \`${command}\` was ended by ${end.signal}`;
  if (typeof end?.code === 'number') return `the server \`${command}\` ended with exit code ${end.code}`;
  return `the server \`${command}\` closed its output`;
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  const value = await Promise.race([promise, late]);
  clearTimeout(timer);
  return value;
}
