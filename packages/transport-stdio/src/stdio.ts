import type { Readable, Writable } from 'node:stream';
import { type Channel, type ChannelLimits, openChannel } from './channel.js';
import { openStdin } from './stdin.js';

export interface StdioOptions extends ChannelLimits {
  /** Default: this process's standard input. */
  input?: Readable;
  /** Default: this process's standard output. */
  output?: Writable;
}

/**
 * A channel over this process's standard input and output. Nothing else in the process may read from standard input, not even
 * through `process.stdin`, or write to standard output.
 * `end` resolves when the operating system has every byte: exiting earlier loses what a pipe had not taken yet. Standard
 * output is then ended for this process; its descriptor closes when the process exits.
 */
export function openStdio({ input, output = process.stdout, ...limits }: StdioOptions): Channel {
  const { stream, lent } = input === undefined ? openStdin() : { stream: input, lent: false };
  return openChannel(stream, output, limits, lent);
}
