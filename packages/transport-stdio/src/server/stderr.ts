import type { Readable, Writable } from 'node:stream';
import { visible } from '../visible.js';

/** Where text for people goes: a stream, which has a queue, or a function that takes everything at once. */
export type TextSink = Writable | ((text: string) => void);

/** Bytes of a line that are shown. */
const shown = 8 * 1024;
/** Bytes that may wait in the sink: what a pipe holds, so that a reader who is only late loses nothing. */
const bound = 64 * 1024;
const LF = 0x0a;
const CR = 0x0d;

const guarded = new WeakSet<Writable>();

/**
 * Passes a server's standard error on line by line, each behind `[name] `, with unseen characters spelt out, invalid
 * UTF-8 replaced and long lines cut. It is always read, so the server never waits; lines that do not fit into the sink's
 * queue are dropped and counted, and the count is said when the sink takes text again.
 */
export function passStderr(input: Readable, name: string, sink: TextSink): void {
  const prefix = `[${visible(name)}] `;
  const line = new Uint8Array(shown); // the line that has not ended: its first `size` bytes
  let size = 0;
  let cut = false;
  let dropped = 0;

  const out = openSink(sink, report);

  function report(): void {
    // With half of the queue free: a report that takes the last bit of room would be one of many.
    if (dropped === 0 || out.queued() > bound / 2) return;
    out.write(`${prefix}(${dropped} ${dropped === 1 ? 'line' : 'lines'} dropped: nobody read them)\n`);
    dropped = 0;
  }

  function pass(): void {
    report();
    const text = dropped > 0 ? '' : prefix + lineText(line.subarray(0, size), cut);
    if (dropped > 0 || out.queued() + Buffer.byteLength(text) > bound) dropped += 1;
    else out.write(text);
  }

  function endLine(): void {
    pass();
    size = 0;
    cut = false;
  }

  function take(part: Uint8Array): void {
    const fits = part.subarray(0, shown - size);
    if (fits.length < part.length) cut = true;
    line.set(fits, size);
    size += fits.length;
  }

  input.on('data', (chunk: Uint8Array) => {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      take(chunk.subarray(start, end));
      endLine();
      start = end + 1;
    }
    take(chunk.subarray(start));
  });
  input.once('close', () => {
    if (size > 0) endLine();
  });
  // The `close` that follows says all there is to say: the text has ended.
  input.on('error', () => undefined);
}

function lineText(bytes: Uint8Array, cut: boolean): string {
  const content = !cut && bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
  // `stream` leaves out the half of a character at a cut.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content, { stream: cut });
  return `${visible(text)}${cut ? ' … (cut)' : ''}\n`;
}

interface OpenSink {
  /** Bytes that wait; none fit into a sink that has ended. */
  queued(): number;
  write(text: string): void;
}

/** `flows` is called when text has left the queue. */
function openSink(sink: TextSink, flows: () => void): OpenSink {
  if (typeof sink === 'function') return { queued: () => 0, write: sink };
  if (!guarded.has(sink)) {
    guarded.add(sink);
    // Nobody reads our own standard error: that is no reason to end, and there is nowhere to say it.
    sink.on('error', () => undefined);
  }
  return {
    queued: () => (sink.writable ? sink.writableLength : Number.POSITIVE_INFINITY),
    write: (text) => sink.write(text, flows),
  };
}
