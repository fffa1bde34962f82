import type { AuditEntry } from '@ostiary/core-engine';
import { expect, it } from 'vitest';
import { watchLog } from '../src/commands/watch-log.js';
import type { Log } from '../src/parts.js';

const entry: AuditEntry = { kind: 'stop', reason: 'fault' };

function watched(fail: () => Error | undefined) {
  const said: string[] = [];
  const write = async (): Promise<void> => {
    const error = fail();
    if (error) throw error;
  };
  const log: Log = {
    path: '/logs/a.jsonl',
    head: '',
    recovered: { tornBytes: 0, openCalls: 0 },
    record: write,
    note: write,
    close: async () => undefined,
  };
  return { said, ...watchLog(log, (text) => said.push(text)) };
}

const coded = (code: string): Error => Object.assign(new Error(`the log is ${code}`), { code });

it('tells once of a log that was changed, with what to do, and hands every error on', async () => {
  const changed = coded('changed');
  const { said, record, note } = watched(() => changed);
  await expect(note(entry)).rejects.toBe(changed);
  await expect(record(entry)).rejects.toBe(changed);
  await expect(record(entry)).rejects.toBe(changed);
  expect(said).toEqual([
    'the log is changed',
    expect.stringMatching(/every call is refused until a restart.*`ostiary audit verify --audit \/logs\/a\.jsonl`/),
  ]);
});

it('says nothing of what the next call may mend, and tells of the change that comes after it', async () => {
  let error: Error | undefined = coded('not_written');
  const { said, record } = watched(() => error);
  await expect(record(entry)).rejects.toBe(error);
  error = undefined;
  await record(entry);
  expect(said).toEqual([]);
  error = coded('changed');
  await expect(record(entry)).rejects.toBe(error);
  expect(said).toHaveLength(2);
});
