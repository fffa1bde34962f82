import type { Readable, Writable } from 'node:stream';
import { type Channel, type ChannelLimits, openChannel } from './channel.js';

export interface StdioOptions extends ChannelLimits {
  /** Default: this process's standard input. */
  input?: Readable;
  /** Default: this process's standard output. */
  output?: Writable;
}

/**
 * A channel over this process's standard input and output. Nothing else in the process may write to standard output.
 * `end` resolves when the operating system has every byte: exiting earlier loses what a pipe had not taken yet. Standard
 * output is then ended for this process; its descriptor closes when the process exits.
 */
export function openStdio({ input = process.stdin, output = process.stdout, ...limits }: StdioOptions): Channel {
  return openChannel(input, output, limits);
}
