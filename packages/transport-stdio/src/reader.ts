import type { Readable } from 'node:stream';
import type { ChannelHandlers } from './channel.js';
import { frame } from './framing.js';

type ReadHandlers = Pick<ChannelHandlers, 'line' | 'oversize' | 'end'>;

export interface Reader {
  start(handlers: ReadHandlers): void;
  pause(): void;
  resume(): void;
  /** Closes the input after `ms` more of reading; time spent paused does not count. */
  closeAfter(ms: number): void;
}

const nothing = new Uint8Array(0);

/**
 * Reads lines from a stream. An error of the stream is its end: whatever it was, nothing more will come.
 *
 * @param lent the stream's chunks change as soon as its listener for data returns.
 */
export function readLines(input: Readable, limit: number, lent = false): Reader {
  let handlers: ReadHandlers | undefined;
  let paused = false;
  let over = input.destroyed || input.readableEnded;
  let ended = false;
  let allowance: number | undefined;
  let armed: { timer: NodeJS.Timeout; since: number } | undefined;

  const held = (): boolean => paused || handlers === undefined;
  const lines = frame(
    limit,
    { line: (bytes) => handlers?.line(bytes), oversize: (length, start) => handlers?.oversize(length, start) },
    held,
    lent,
  );

  function take(chunk: Uint8Array): void {
    lines.push(chunk);
    // Node sets the output of a child that exits flowing, whoever paused it.
    if (held()) input.pause();
  }

  function finish(): void {
    if (!over || ended || held() || lines.busy) return;
    ended = true;
    handlers?.end(lines.finish());
  }

  function noteEnd(): void {
    over = true;
    disarm();
    finish();
  }

  function proceed(): void {
    if (held()) return;
    arm();
    lines.push(nothing);
    finish();
    if (!held() && !over) input.resume();
  }

  function arm(): void {
    if (allowance === undefined || armed !== undefined || held() || over) return;
    armed = { timer: setTimeout(() => input.destroy(), allowance), since: performance.now() };
  }
  function disarm(): void {
    if (armed === undefined) return;
    clearTimeout(armed.timer);
    allowance = Math.max(0, (allowance ?? 0) - (performance.now() - armed.since));
    armed = undefined;
  }

  input.pause(); // or the first listener for data would set it flowing
  input.on('data', take);
  input.once('end', noteEnd);
  input.once('close', noteEnd);
  // Stays for good: a stream that fails twice must not take the process down.
  input.on('error', noteEnd);

  return {
    start(given) {
      handlers = given;
      process.nextTick(proceed);
    },
    pause() {
      paused = true;
      disarm();
      input.pause();
    },
    resume() {
      if (!paused) return;
      paused = false;
      process.nextTick(proceed);
    },
    closeAfter(ms) {
      allowance = ms;
      arm();
    },
  };
}
