import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { sha256 } from '../test/fixtures/log.js';
import { callLine } from '../test/fixtures/scene.js';
import { Door } from './fixtures/door.js';
import { faultTest } from './fixtures/needs.js';

/** One finished system call of the gateway; `began` and `ended` are lines of the trace. */
interface Traced {
  readonly name: string;
  readonly text: string;
  readonly began: number;
  readonly ended: number;
}

const traced = 'write,writev,pwrite64,pwritev,sendmsg,sendto,fsync,fdatasync';

/** The calls of the first process in the trace and its threads, pieced together where another thread came between. */
function readTrace(file: string): { readonly calls: readonly Traced[]; readonly main: readonly Traced[] } {
  const lines = readFileSync(file, 'latin1').split('\n');
  const [first = ''] = lines[0]?.split(' ') ?? [];
  const open = new Map<string, { name: string; text: string; began: number }>();
  const calls: (Traced & { thread: string })[] = [];
  for (const [at, line] of lines.entries()) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/s.exec(line) ?? [];
    const resumed = /^<\.\.\. (\w+) resumed>/.exec(rest);
    const before = resumed ? open.get(thread) : { name: /^(\w+)\(/.exec(rest)?.[1] ?? '', text: '', began: at };
    if (before === undefined) continue;
    const text = before.text + rest;
    if (rest.endsWith('<unfinished ...>')) open.set(thread, { ...before, text });
    else calls.push({ ...before, thread, text, ended: at });
  }
  return { calls, main: calls.filter(({ thread }) => thread === first) };
}

const isSync = ({ name, text }: Traced): boolean => /^f(data)?sync$/.test(name) && text.includes('= 0');

for (const durability of ['sync', 'os'] as const) {
  const title =
    durability === 'sync'
      ? 'R22: each record has reached the disk before its call is written to the server, and its refusal to the agent'
      : 'R22: with `os` each record was written before its call is written to the server, and its refusal to the agent';
  faultTest(title, ['strace'], async () => {
    const door = new Door();
    const trace = door.at('trace');
    const wrap = ['strace', '-f', '-y', '-e', `trace=${traced}`, '-e', 'signal=none', '-s', '1000000', '-o', trace];
    await door.open({ wrap, flags: ['--durability', durability] });
    const ids = Array.from({ length: 84 }, (_, n) => `call-${n}-`);
    const isDenied = (n: number): boolean => n % 7 === 3;
    for (const [n, id] of ids.entries()) {
      door.wire.send(callLine(id, isDenied(n) ? 'delete_file' : 'echo', `{"n":"${id}"}`));
      if (n < 20) await door.wire.answer(id); // one after another, and then 64 at once
    }
    for (const id of ids.slice(20)) await door.wire.answer(id);
    await door.finish();

    const { calls, main } = readTrace(trace);
    const writes = main.filter(({ name }) => !/sync$/.test(name));
    const syncs = calls.filter(isSync);
    for (const [n, id] of ids.entries()) {
      const digest = sha256(`{"n":"${id}"}`);
      const record = writes.find(({ text }) => text.includes('audit.jsonl>') && text.includes(digest));
      expect(record, `the record of ${id}`).toBeDefined();
      // A call goes to the server's stdin, a refusal to our stdout, which is descriptor 1.
      const sent = writes.find(
        ({ text }) => !text.includes('audit.jsonl>') && text.includes(id) && /^\w+\(1</.test(text) === isDenied(n),
      );
      expect(sent, `what was sent of ${id}`).toBeDefined();
      const written = record?.ended ?? Number.POSITIVE_INFINITY;
      const left = sent?.began ?? -1;
      expect(written, id).toBeLessThan(left);
      if (durability === 'os') continue;
      const isSafe = syncs.some(
        ({ began, ended, text }) => text.includes('audit.jsonl>') && began > written && ended < left,
      );
      expect(isSafe, `an fdatasync of ${id} between its record and its leaving`).toBe(true);
    }
    if (durability === 'sync') expect(syncs.length).toBeLessThan(ids.length); // those in flight share one
  });
}
