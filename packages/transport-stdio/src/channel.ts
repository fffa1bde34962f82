import type { Readable, Writable } from 'node:stream';
import { readLines } from './reader.js';
import { writeLines } from './writer.js';

/** What a channel tells its owner. No handler is called from inside another one, or from inside a method of the channel. */
export interface ChannelHandlers {
  /** One message without its line end (LF, or CR LF). The bytes belong to the receiver and are never reused. */
  line(bytes: Uint8Array): void;
  /** A line longer than the limit ended; `length` is how many bytes it had, `start` its first 4 KiB (or the limit, if that is less). */
  oversize(length: number, start: Uint8Array): void;
  /** Nothing more will come. `rest` is the number of bytes behind the last line end, thrown away. Called exactly once. */
  end(rest: number): void;
  /** The queue of what was sent is empty again after `send` returned false. */
  drain(): void;
  /** The other side takes nothing any more (EPIPE and the like); later sends are dropped. At most once. */
  broken(): void;
}

/** Lines in both directions between this process and one other. No method throws because of what the other side does. */
export interface Channel {
  /** Begins to deliver. Throws a TypeError when called twice. */
  start(handlers: ChannelHandlers): void;
  /**
   * Queues the pieces as one line and adds LF. What is sent in one tick leaves in one write. Large pieces are not
   * copied: the caller must not change them afterwards. False when more bytes than the high-water mark are queued:
   * `drain` follows when they are gone, or `broken`. True after the channel broke or ended, where it drops the line.
   */
  send(pieces: readonly Uint8Array[]): boolean;
  /** Bytes queued here and in the stream that the operating system has not taken. */
  readonly queued: number;
  /** No further handler for incoming lines is called until `resume`, not even for lines that were already read. */
  pause(): void;
  resume(): void;
  /**
   * Sends what is queued, then closes this side's writing end. Resolves when that happened or the channel broke; while
   * the other side reads nothing that may be never, so the caller sets the bound.
   */
  end(): Promise<void>;
}

/** Sizes in bytes. */
export interface ChannelLimits {
  /** The longest line that is delivered, without its line end. */
  lineLimit: number;
  /** Above this many queued bytes `send` returns false. Default 256 KiB. */
  highWaterMark?: number;
}

/** A channel, and what only the code that made its streams may do with it. */
export interface OwnedChannel extends Channel {
  /** Allows `ms` more of reading, not counting pauses, and then closes the input; for an input whose writer has exited. */
  closeInputAfter(ms: number): void;
}

/** Four reads of a pipe: a burst that the operating system takes at once does not stop the other direction. */
const defaultHighWaterMark = 256 * 1024;

/**
 * Puts a channel on two streams. From here on nobody else may read, write or close them.
 *
 * @param lent the input's chunks change as soon as its listener for data returns.
 */
export function openChannel(
  input: Readable,
  output: Writable,
  { lineLimit, highWaterMark = defaultHighWaterMark }: ChannelLimits,
  lent = false,
): OwnedChannel {
  let handlers: ChannelHandlers | undefined;
  const reader = readLines(input, lineLimit, lent);
  const writer = writeLines(output, highWaterMark, {
    drain: () => handlers?.drain(),
    broken: () => handlers?.broken(),
  });
  return {
    start(given) {
      if (handlers !== undefined) throw new TypeError('the channel was started before');
      handlers = given;
      // Whoever starts late still hears of a break.
      if (writer.broken) process.nextTick(() => given.broken());
      reader.start(given);
    },
    send: writer.send,
    get queued(): number {
      return writer.queued;
    },
    pause: reader.pause,
    resume: reader.resume,
    end: writer.end,
    closeInputAfter: reader.closeAfter,
  };
}
