import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ended, recorder } from './fixtures/events.js';
import { start } from './fixtures/start.js';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-stdio-'));
const inert = join(folder, 'inert');
writeFileSync(inert, 'not a program');
chmodSync(inert, 0o644);

describe('startServer', () => {
  it('exchanges lines, a 16 MB one among them (S11)', async () => {
    const server = start(['echo']);
    const told = recorder();
    server.channel.start(told);
    const large = 'é'.repeat(8 * 1024 * 1024);
    server.channel.send([Buffer.from('{"a":'), Buffer.from('1}')]);
    expect(server.channel.send([Buffer.from(large)])).toBe(false);
    await server.channel.end();
    expect(await server.exited).toEqual({ code: 0, signal: null });
    const lines = told.events.filter((event) => typeof event === 'string' && event !== 'drain');
    expect(lines[0]).toBe('{"a":1}');
    expect(lines[1] === large).toBe(true);
    expect(told.events.filter((event) => event === 'drain')).toHaveLength(1);
    expect(told.events.at(-1)).toEqual({ rest: 0 });
    await server.stop();
  });

  it.each([
    ['a command that does not exist', { command: join(folder, 'missing') }, /ENOENT/],
    ['a file that is no program', { command: inert }, /EACCES/],
    ['a folder that does not exist', { cwd: join(folder, 'missing') }, /ENOENT/],
    ['a path through a file', { command: join(inert, 'x') }, /ENOTDIR|EACCES/],
    ['a NUL in an argument', { args: ['a\0b'] }, /null bytes/],
    ['an empty command', { command: '' }, /empty/],
    ['more arguments than the system takes', { args: Array.from({ length: 40 }, () => 'x'.repeat(100_000)) }, /E2BIG/],
  ])('tells of %s by its exit (R6)', async (_, options, expected) => {
    const server = start(['echo'], options);
    const told = recorder();
    server.channel.start(told);
    server.channel.send([Buffer.from('never read')]);
    const exit = await server.exited;
    expect(exit).toMatchObject({ code: null, signal: null });
    expect(exit.error?.message).toMatch(expected);
    await told.until((events) => ended(events) && events.includes('broken'));
    expect(told.events).toHaveLength(2);
    expect(server.pid).toBeUndefined();
    server.kill();
    await server.stop();
  });

  it('tells of a server that exits at once (R6)', async () => {
    const server = start(['exit', '3']);
    const told = recorder();
    server.channel.start(told);
    expect(await server.exited).toEqual({ code: 3, signal: null });
    await told.until((events) => ended(events) && events.includes('broken'));
    server.channel.send([Buffer.from('too late')]);
    await server.channel.end();
    await server.stop();
  });

  it('delivers what came before an exit after half a line (R8)', async () => {
    const server = start(['half']);
    const told = recorder();
    server.channel.start(told);
    await server.exited;
    expect(told.events.filter((event) => event !== 'broken')).toEqual(['whole', { rest: 9 }]);
  });

  it('loses nothing of a server that exits while it is paused (R11)', async () => {
    const server = start(['lines', '20000'], { schedule: { drain: 50 } });
    const told = recorder();
    let count = 0;
    server.channel.start({
      ...told,
      line() {
        count += 1;
        if (count === 10) server.channel.pause();
      },
    });
    expect(await server.exited).toEqual({ code: 0, signal: null });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(count).toBe(10);
    expect(told.events.filter((event) => event !== 'broken')).toEqual([]);
    server.channel.resume();
    await told.until(ended);
    expect(count).toBe(20_000);
  });

  it('reads lines that come byte by byte (R7)', async () => {
    const server = start(['bytewise']);
    const told = recorder();
    server.channel.start(told);
    await told.until((events) => events.length === 3);
    expect(told.events).toEqual(['{"a":"é"}', '', '{"b":2}']);
    await server.stop();
  });

  it('breaks, and does not crash, when the server closes its input (R12)', async () => {
    const server = start(['deaf']);
    const told = recorder();
    server.channel.start(told);
    await told.until((events) => events.includes('"closed"'));
    for (let count = 0; count < 3; count += 1) server.channel.send([Buffer.alloc(100_000, 97)]);
    await told.until((events) => events.includes('broken'));
    expect(server.channel.send([Buffer.alloc(1_000_000)])).toBe(true);
    expect(server.channel.queued).toBe(0);
    server.kill();
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
    expect(told.events.filter((event) => event === 'broken')).toHaveLength(1);
  });

  it('says that a server does not read, and when it reads again (R12)', async () => {
    const server = start(['asleep']);
    const told = recorder();
    server.channel.start(told);
    await told.until((events) => events.includes('"asleep"'));
    let sent = 0;
    while (sent < 100 && server.channel.send([Buffer.alloc(100_000, 97)])) sent += 1;
    expect(sent).toBeLessThan(100);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(told.events).not.toContain('drain');
    expect(server.channel.queued).toBeGreaterThan(0);
    process.kill(server.pid ?? 0, 'SIGUSR2');
    await told.until((events) => events.includes('drain'));
    expect(server.channel.queued).toBe(0);
    server.kill();
    await server.exited;
  });

  it('hands arguments over as they are, without a shell (S73)', async () => {
    const words = ['; touch /tmp/p', '$(id)', '`id`', '*', '', "'", '"\\'];
    const server = start(['arguments', ...words]);
    const told = recorder();
    server.channel.start(told);
    await server.exited;
    expect(JSON.parse(String(told.events[0]))).toEqual(words);
  });

  it('starts it in the folder that was named', async () => {
    const server = start(['folder'], { cwd: folder });
    const told = recorder();
    server.channel.start(told);
    await server.exited;
    expect(JSON.parse(String(told.events[0]))).toBe(folder);
  });
});
