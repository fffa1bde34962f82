import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pathOf, readRooms } from './workspace.js';

function scriptsIn(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

test.each(readRooms().map(({ folder }) => folder))(
  '%s: the sources give what is published, byte for byte',
  (folder) => {
    const to = mkdtempSync(join(tmpdir(), 'ostiary-rolled-'));
    onTestFinished(() => rmSync(to, { recursive: true, force: true }));
    execFileSync(process.execPath, [pathOf('scripts/roll.mjs'), '--to', to, pathOf(folder)]);
    const published = scriptsIn(pathOf(join(folder, 'dist')));
    expect(published.size).toBeGreaterThan(0);
    expect(published).toEqual(scriptsIn(to));
  },
);

test('what is published is readable: its comments stand, nothing is shortened', () => {
  const engine = [...scriptsIn(pathOf('packages/core-engine/dist')).values()].join('\n');
  expect(engine).toContain('// src/call/handle.ts\n');
  expect(engine).toContain('async function handleCall(');
  expect(engine).toContain(
    '/** Reads and checks a policy. Does not reject: whatever is wrong with the input is a problem with a place. */',
  );
});
