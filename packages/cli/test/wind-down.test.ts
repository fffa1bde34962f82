import { expect, test } from 'vitest';
import { type Gateway, wind } from '../src/commands/wind-down.js';
import type { Log, Relay } from '../src/parts.js';

const fails = (): Promise<never> => Promise.reject(new Error('no space'));
const never = new Promise<never>(() => undefined);

/** The end of a run whose client closed its side, with a log and a relay that may not do as they should. */
async function end(log: Partial<Log>, relay: Partial<Relay> = {}): Promise<{ code: number; said: readonly string[] }> {
  const said: string[] = [];
  const gateway: Gateway = {
    command: 'server',
    agent: { end: async () => undefined },
    server: { channel: undefined, exited: never, stop: async () => undefined, kill: () => undefined },
    relay: {
      over: Promise.resolve('stdin_closed'),
      asked: Promise.resolve(),
      initializeTimedOut: () => false,
      drain: async () => undefined,
      stop: async () => undefined,
      ...relay,
    },
    log: {
      path: 'a.jsonl',
      head: 'f00d',
      recovered: { tornBytes: 0, openCalls: 0 },
      record: async () => undefined,
      note: async () => undefined,
      close: async () => undefined,
      ...log,
    },
  };
  const code = await wind(gateway, { first: never, stop: () => undefined }, (text) => void said.push(text));
  return { code, said };
}

test('an end that is on record exits with 0 and says the last hash', async () => {
  expect(await end({})).toEqual({ code: 0, said: ["the log's last hash is f00d"] });
});

test('an end that could not be recorded exits with 1', async () => {
  const { code, said } = await end({}, { stop: fails });
  expect(code).toBe(1);
  expect(said).toContain('the end is not on record: no space');
});

test('an end that was written and not brought to the disk exits with 1', async () => {
  const { code, said } = await end({ close: fails });
  expect(code).toBe(1);
  expect(said).toContain('the audit log could not be closed: no space');
});
