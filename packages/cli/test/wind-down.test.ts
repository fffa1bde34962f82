import { expect, onTestFinished, test, vi } from 'vitest';
import { type Gateway, wind } from '../src/commands/wind-down.js';
import type { Log, Relay } from '../src/parts.js';

const fails = (): Promise<never> => Promise.reject(new Error('no space'));
const never = new Promise<never>(() => undefined);

/** The end of a run whose client closed its side, with a log and a relay that may not do as they should. */
async function end(
  log: Partial<Log>,
  relay: Partial<Relay> = {},
  { agentEnd = async () => {}, said = [] as string[], kill = () => {} } = {},
): Promise<{ code: number; said: readonly string[] }> {
  const gateway: Gateway = {
    command: 'server',
    agent: { end: agentEnd },
    server: { channel: undefined, exited: never, stop: async () => undefined, kill },
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

test('R2: an agent that does not read what it is owed keeps neither the log from being closed nor the end from being in time', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const close = vi.fn(async () => undefined);
  const ending = end({ close }, {}, { agentEnd: () => never });
  await vi.advanceTimersByTimeAsync(3900);
  expect(close).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(close).toHaveBeenCalledOnce();
  expect((await ending).code).toBe(0);
});

test('R2: whatever hangs, 5 s later the server is killed and the process ends with 1', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
  onTestFinished(() => {
    vi.useRealTimers();
    exit.mockRestore();
  });
  const kill = vi.fn();
  const said: string[] = [];
  void end({ close: () => never }, {}, { said, kill });
  await vi.advanceTimersByTimeAsync(4900);
  expect([exit.mock.calls, kill.mock.calls]).toEqual([[], []]);
  await vi.advanceTimersByTimeAsync(200);
  expect(exit.mock.calls).toEqual([[1]]);
  expect(kill).toHaveBeenCalledOnce();
  expect(said).toEqual(['the end took too long; stopping at once']);
});
