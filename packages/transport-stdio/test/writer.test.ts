import { PassThrough, Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openStdio } from '../src/index.js';
import { recorder } from './fixtures/events.js';

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value));

/** A stream that notes each write that reaches it; `release` lets the one that is under way finish. */
function slow(): { output: Writable; writes: Buffer[][]; release: () => void } {
  const writes: Buffer[][] = [];
  let release = (): void => undefined;
  const output = new Writable({
    writev(chunks, callback) {
      writes.push(chunks.map(({ chunk }) => chunk as Buffer));
      release = callback;
    },
  });
  return { output, writes, release: () => release() };
}

describe('sending', () => {
  it('sends what one tick queued in one write, in order, promise continuations included', async () => {
    const { output, writes } = slow();
    const channel = openStdio({ input: new PassThrough(), output, lineLimit: 10 });
    channel.send([text('a'), text('b')]);
    channel.send([text('c')]);
    void Promise.resolve().then(() => channel.send([text('d')]));
    channel.send([]);
    expect(channel.queued).toBe(6);
    await turn();
    expect(writes.map((chunks) => Buffer.concat(chunks).toString())).toEqual(['ab\nc\n\nd\n']);
    channel.send([text('e')]);
    expect(channel.queued).toBe(10);
  });

  it('does not copy a large piece', async () => {
    const { output, writes } = slow();
    const channel = openStdio({ input: new PassThrough(), output, lineLimit: 10 });
    const large = new Uint8Array(100_000).fill(97);
    channel.send([text('<'), text('<'), large, text('>')]);
    await turn();
    const chunks = writes[0] ?? [];
    expect(chunks.map((chunk) => chunk.length)).toEqual([2, 100_000, 2]);
    expect(chunks[1]?.buffer).toBe(large.buffer);
  });

  it('says false above the mark, and drain once when all is gone', async () => {
    const { output, release } = slow();
    const told = recorder();
    const channel = openStdio({ input: new PassThrough(), output, lineLimit: 10, highWaterMark: 8 });
    channel.start(told);
    expect([channel.send([text('1234567')]), channel.send([text('8')]), channel.queued]).toEqual([true, false, 10]);
    await turn();
    expect(channel.send([text('9')])).toBe(false);
    release();
    await turn();
    expect([told.events, channel.queued]).toEqual([[], 2]);
    release();
    await turn();
    expect([told.events, channel.queued]).toEqual([['drain'], 0]);
  });

  it('ends after what was queued, once', async () => {
    const output = new PassThrough();
    const told = recorder();
    const channel = openStdio({ input: new PassThrough(), output, lineLimit: 10 });
    channel.start(told);
    channel.send([text('last')]);
    const ends = [channel.end(), channel.end()];
    expect(channel.send([text('too late')])).toBe(true);
    await Promise.all(ends);
    expect(Buffer.concat(await output.toArray()).toString()).toBe('last\n');
    await turn();
    expect([output.closed, told.events]).toEqual([true, []]);
  });

  it('tells of a break once, drops what comes later and does not hold up the end', async () => {
    const { output } = slow();
    const told = recorder();
    const channel = openStdio({ input: new PassThrough(), output, lineLimit: 10, highWaterMark: 1 });
    channel.start(told);
    channel.send([text('lost')]);
    const end = channel.end();
    await turn();
    output.destroy(new Error('EPIPE'));
    await end;
    await turn();
    expect(told.events).toEqual(['broken']);
    expect([channel.send([text('later')]), channel.queued]).toEqual([true, 0]);
    await channel.end();
  });

  it('tells of a break that came before the start', async () => {
    const { output } = slow();
    output.destroy();
    const channel = openStdio({ input: new PassThrough(), output, lineLimit: 10 });
    await turn();
    const told = recorder();
    channel.start(told);
    await turn();
    expect(told.events).toEqual(['broken']);
  });
});
