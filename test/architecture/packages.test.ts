import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isThere, readRooms, readText } from './workspace.js';

const rooms = readRooms();
const licence = readText('LICENSE');

/** `./dist/index.d.ts` → `./src/index.ts`. */
function sourceOf(built: string): string {
  return built.replace('./dist/', './src/').replace(/(\.d\.ts|\.js)$/, '.ts');
}

describe.each(rooms.map((room) => [room.manifest.name, room] as const))('%s', (name, { folder, manifest }) => {
  test('has the licence and a README that begins with its name', () => {
    expect(readText(join(folder, 'LICENSE'))).toBe(licence);
    expect(readText(join(folder, 'README.md')).split('\n')[0]).toMatch(new RegExp(`^# .*${name}`, 'i'));
  });

  test('says what it is and what it needs', () => {
    expect(manifest).toMatchObject({ license: 'MIT', type: 'module', engines: { node: '>=20.19.0' } });
    expect(manifest.private).toBeUndefined();
  });

  test('every entry can be resolved by `import` and `createRequire`, with types', () => {
    const { './package.json': own, ...entries } = manifest.exports ?? {};
    expect(own).toBe('./package.json');
    // A program has nothing to import.
    if (manifest.bin === undefined) expect(Object.keys(entries)).toContain('.');
    for (const [name, entry] of Object.entries(entries)) {
      // Data has no types.
      if (name.endsWith('.json')) continue;
      // `types` first: the first condition that holds wins, and `default` always holds.
      expect(Object.keys(entry)).toEqual(['types', 'default']);
    }
    const built = [
      ...Object.values(entries).flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.values(entry))),
      ...Object.values(manifest.bin ?? {}),
    ];
    expect(built.filter((file) => !isThere(join(folder, sourceOf(file))))).toEqual([]);
  });

  test('publishes no test', () => {
    expect(manifest.files).toContain('dist');
    expect((manifest.files ?? []).filter((pattern) => /^\.?\/?$|^\*+$|\*\*|test/.test(pattern))).toEqual([]);
  });
});

test('the licence is MIT', () => {
  expect(licence).toMatch(/^MIT License\n\nCopyright \(c\) \d{4} The Ostiary authors\n/);
});
