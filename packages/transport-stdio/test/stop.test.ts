import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Server } from '../src/index.js';
import { recorder } from './fixtures/events.js';
import { gone, runs, start } from './fixtures/start.js';

/** Starts the channel and waits for the id of the process that the server started. */
async function childOf(server: Server): Promise<number> {
  const told = recorder();
  server.channel.start(told);
  await told.until((events) => events.length > 0);
  return JSON.parse(String(told.events[0])).child;
}

const schedule = { term: 100, kill: 300 };

describe('stop', () => {
  it('is over at once where the server heeds the end of its input (R1)', async () => {
    const server = start(['echo']);
    server.channel.start(recorder());
    await server.stop();
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(runs(server.pid ?? 0)).toBe(false);
  });

  it('sends SIGTERM to one that does not', async () => {
    const server = start(['asleep'], { schedule: { term: 100 } });
    const told = recorder();
    server.channel.start(told);
    await told.until((events) => events.length > 0);
    await Promise.all([server.stop(), server.stop()]);
    expect(await server.exited).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('sends SIGKILL to one that ignores both, and to its child (R1)', async () => {
    const server = start(['stubborn'], { schedule });
    const child = await childOf(server);
    await server.stop();
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
    await gone(child);
    expect(runs(server.pid ?? 0)).toBe(false);
  });

  it('keeps the default times of architecture.md, less what was spent (R1)', async () => {
    const server = start(['stubborn']);
    const child = await childOf(server);
    const before = performance.now();
    await server.stop(4_200);
    expect(performance.now() - before).toBeGreaterThan(290);
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
    await gone(child);
  });

  it('kills the whole group at once (R2)', async () => {
    const server = start(['stubborn']);
    const child = await childOf(server);
    server.kill();
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
    await gone(child);
  });

  it('ends what a server left behind in its group (R4)', async () => {
    const server = start(['leftover']);
    const child = await childOf(server);
    expect(await server.exited).toEqual({ code: 7, signal: null });
    await gone(child);
    await server.stop();
  });

  it('sends SIGKILL to what a server left behind in its group and that ignores SIGTERM (R4)', async () => {
    const server = start(['leftover', 'stubborn'], { schedule: { sweep: 100 } });
    const child = await childOf(server);
    await server.stop();
    await gone(child);
  });

  it('does not wait for a process that left the group with the output open', async () => {
    const server = start(['leftover', 'escaped'], { schedule: { drain: 100 } });
    const told = recorder();
    server.channel.start(told);
    await told.until((events) => events.length > 0);
    const { child } = JSON.parse(String(told.events[0]));
    expect(await server.exited).toEqual({ code: 7, signal: null });
    await told.until((events) => events.some((event) => typeof event === 'object'));
    expect(runs(child)).toBe(true);
    process.kill(child, 'SIGKILL');
    await gone(child);
  });

  it('leaves no descriptor open after 20 servers (R4)', async () => {
    const open = (): number => readdirSync('/proc/self/fd').length;
    const once = async (vice: string[]): Promise<void> => {
      const server = start(vice);
      server.channel.start(recorder());
      await server.stop();
    };
    await once(['echo']);
    const before = open();
    for (let count = 0; count < 10; count += 1) await Promise.all([once(['echo']), once(['exit', '1'])]);
    expect(open()).toBeLessThanOrEqual(before);
  });
});
