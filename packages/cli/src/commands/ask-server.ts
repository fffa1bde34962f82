import { defaultLimits, lintTools, type Policy, type Problem } from '@ostiary/core-engine';
import { CommandError, causeOf } from '../fail.js';
import type { Parts, Surroundings } from '../parts.js';
import { nameServer } from './server-name.js';
import { watchSignals } from './signals.js';

/** For `initialize` and all pages; a server that is downloaded first takes some of it. */
const TIMEOUT = 30_000;

const FAILURES = {
  ended: 'it ended before it had named its tools',
  timeout: `it has not named its tools within ${TIMEOUT / 1000} s`,
  refused: 'it answered with an error',
  unreadable: 'its answer is no list of tools',
  too_much: 'it sends more than any list of tools has',
} as const;

/** What a check has learned of a server. */
export interface Compared {
  readonly server: string;
  readonly tools: number;
  readonly problems: readonly Problem[];
}

/** Starts the server, asks for its tools, ends it, and compares the policies with what it said. Throws where it does not say. */
export async function askServer<Channel>(
  [command = '', ...args]: readonly string[],
  policies: readonly Policy[],
  parts: Parts<Channel>,
  { env, err }: Surroundings,
): Promise<Compared> {
  const name = nameServer(command, args);
  const server = parts.startServer({
    command,
    args,
    env: parts.serverEnvironment(env, { clean: false, set: {} }),
    name,
    lineLimit: defaultLimits.line,
  });
  // It leads a group of its own, which no signal to ours reaches: a check that is broken off takes it along.
  const signals = watchSignals(() => server.kill());
  void signals.first.then(() => server.kill());
  try {
    const asked = await parts.askTools(server.channel, { version: parts.version, timeout: TIMEOUT });
    if ('failure' in asked) {
      const exit = asked.failure === 'ended' ? await server.exited : undefined;
      const cause = exit?.error === undefined ? FAILURES[asked.failure] : causeOf(exit.error);
      throw new CommandError(`server \`${name}\` cannot be asked for its tools: ${cause}`);
    }
    const { tools, unreadable } = asked;
    if (unreadable > 0)
      err(`ostiary: ${unreadable} tools of server ${parts.visible(name)} cannot be read and are left out\n`);
    return { server: name, tools: tools.length, problems: await lintTools(policies, name, tools) };
  } finally {
    signals.stop();
    await server.stop();
  }
}
