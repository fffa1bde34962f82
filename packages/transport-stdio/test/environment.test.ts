import { describe, expect, it, vi } from 'vitest';
import { serverEnvironment } from '../src/index.js';
import { recorder } from './fixtures/events.js';
import { start } from './fixtures/start.js';

const parent = {
  PATH: '/bin',
  HOME: '/home/a',
  API_KEY: 'for the server',
  OSTIARY_TOKEN: 'secret',
  OSTIARY_: 'secret',
  Ostiary_Secret: 'secret',
  NOSTIARY_X: 'kept',
  GONE: undefined,
  TERM: 'dumb',
};

describe('serverEnvironment', () => {
  it('is that of the parent without every OSTIARY_* (S64)', () => {
    expect({ ...serverEnvironment(parent, { clean: false, set: {} }) }).toEqual({
      PATH: '/bin',
      HOME: '/home/a',
      API_KEY: 'for the server',
      NOSTIARY_X: 'kept',
      TERM: 'dumb',
    });
  });

  it('is the listed names and what was set when clean (S64)', () => {
    const set = { PATH: '/usr/bin', KEY: 'v' };
    expect({ ...serverEnvironment(parent, { clean: true, set }) }).toEqual({
      PATH: '/usr/bin',
      HOME: '/home/a',
      TERM: 'dumb',
      KEY: 'v',
    });
    const names = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TERM', 'LANG', 'TMPDIR'];
    const all = Object.fromEntries([...names, 'LC_ALL', 'NODE_OPTIONS', 'LD_PRELOAD'].map((name) => [name, name]));
    expect(Object.keys(serverEnvironment(all, { clean: true, set: {} }))).toEqual(names);
  });

  it('takes `__proto__` for a name like any other', () => {
    const odd = JSON.parse('{"__proto__": "x"}');
    const environment = serverEnvironment(odd, { clean: false, set: {} });
    expect(Object.entries(environment)).toEqual([['__proto__', 'x']]);
  });

  it('is all that a server sees (S64)', async () => {
    vi.stubEnv('NODE_V8_COVERAGE', '/nowhere'); // the one variable that Node hands down by itself
    vi.stubEnv('OSTIARY_TEST_SECRET', 'secret');
    const server = start(['environment'], { env: { A: '1', B: '' } });
    vi.unstubAllEnvs();
    const told = recorder();
    server.channel.start(told);
    await server.exited;
    expect(JSON.parse(String(told.events[0]))).toEqual({ A: '1', B: '' });
  });
});
