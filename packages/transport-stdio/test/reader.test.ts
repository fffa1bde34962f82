import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Channel, openStdio } from '../src/index.js';
import { ended, recorder } from './fixtures/events.js';
import { runs } from './runs.js';

function open(): { input: PassThrough; channel: Channel } {
  const input = new PassThrough();
  return { input, channel: openStdio({ input, output: new PassThrough(), lineLimit: 100 }) };
}

describe('reading', () => {
  it('delivers nothing after a pause from inside a handler, and all of it later, the end last', async () => {
    const { input, channel } = open();
    const told = recorder();
    channel.start({
      ...told,
      line(bytes) {
        told.line(bytes);
        channel.pause();
      },
    });
    input.end('one\ntwo\nthree\nrest');
    const seen: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await turn();
      await turn();
      seen.push(told.events.length);
      channel.resume();
    }
    await told.until(ended);
    expect(seen).toEqual([1, 2, 3]);
    expect(told.events).toEqual(['one', 'two', 'three', { rest: 4 }]);
  });

  it('stays paused when somebody else sets the stream flowing, as Node does when a child exits (R11)', async () => {
    const { input, channel } = open();
    const told = recorder();
    channel.start(told);
    await turn();
    channel.pause();
    input.resume();
    for (const line of ['one\n', 'two\n', 'three\n']) {
      input.write(line);
      await turn();
    }
    expect([input.isPaused(), input.readableLength, told.events]).toEqual([true, 10, []]);
    channel.resume();
    input.end();
    await told.until(ended);
    expect(told.events).toEqual(['one', 'two', 'three', { rest: 0 }]);
  });

  it('holds the end back as long as it is paused', async () => {
    const { input, channel } = open();
    const told = recorder();
    channel.pause();
    channel.start(told);
    input.end('one\n');
    input.destroy();
    await turn();
    await turn();
    expect(told.events).toEqual([]);
    channel.resume();
    await told.until(ended);
    expect(told.events.filter((event) => typeof event === 'object')).toEqual([{ rest: 0 }]);
  });

  it('gives the same whatever is paused and resumed where', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a\n', 'bb\r\n', '\n', 'c', '\nd'), { maxLength: 12 }),
        fc.array(fc.constantFrom('go', 'toggle', 'later'), { minLength: 1, maxLength: 8 }),
        async (chunks, plan) => {
          const { input, channel } = open();
          const told = recorder();
          let step = 0;
          let inside = 0;
          channel.start({
            ...told,
            line(bytes) {
              inside += 1;
              expect(inside).toBe(1);
              const act = plan[step++ % plan.length];
              if (act !== 'go') channel.pause();
              if (act === 'toggle') channel.resume();
              if (act === 'later') setImmediate(() => channel.resume());
              told.line(bytes);
              inside -= 1;
            },
          });
          for (const chunk of chunks) input.write(chunk);
          input.end();
          await told.until(ended);
          await turn();
          const lines = chunks.join('').split('\n');
          const rest = lines.pop() ?? '';
          expect(told.events).toEqual([...lines.map((line) => line.replace(/\r$/, '')), { rest: rest.length }]);
        },
      ),
      runs(100),
    );
  });

  it('takes an error of the stream for its end, once', async () => {
    const { input, channel } = open();
    const told = recorder();
    channel.start(told);
    input.write('one\nhalf');
    await told.until((events) => events.length === 1);
    input.destroy(new Error('EIO'));
    await told.until(ended);
    await turn();
    expect(told.events).toEqual(['one', { rest: 4 }]);
  });

  it('tells an owner who starts late', async () => {
    const { input, channel } = open();
    input.write('one\n');
    await turn();
    input.destroy();
    await turn();
    const told = recorder();
    channel.start(told);
    await told.until(ended);
    expect(() => channel.start(told)).toThrow(TypeError);
  });
});
