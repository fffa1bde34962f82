import { describe, expect, test } from 'vitest';
import { allowed, importsOf, strayDependencies, strayImports } from './arrows.js';
import { type Manifest, type Room, readRooms } from './workspace.js';

const rooms = readRooms();

function roomWith(name: string, text: string, dependencies: Record<string, string> = {}): Room {
  const manifest: Manifest = { name, version: '0.0.0', dependencies };
  const folder = 'packages/made-up';
  return { folder, manifest, sources: [{ path: `${folder}/src/wire/read.ts`, text }], references: [] };
}

describe('arrows between packages', () => {
  test('the table names every package and no other', () => {
    expect(rooms.map((room) => room.manifest.name).sort()).toEqual(Object.keys(allowed).sort());
  });

  test.each(rooms.map((room) => [room.manifest.name, room] as const))('%s imports what it may', (_, room) => {
    expect(room.sources.length).toBeGreaterThan(0);
    expect(strayImports(room)).toEqual([]);
  });

  test.each(rooms.map((room) => [room.manifest.name, room] as const))('%s depends on what it may', (_, room) => {
    expect(strayDependencies(room)).toEqual([]);
  });

  test.each(rooms.map((room) => [room.manifest.name, room] as const))(
    '%s builds after what it depends on',
    (_, room) => {
      const names = Object.keys({ ...room.manifest.dependencies, ...room.manifest.optionalDependencies });
      const folders = rooms.filter((other) => names.includes(other.manifest.name)).map((other) => other.folder);
      expect([...room.references].sort()).toEqual(folders.sort());
    },
  );
});

describe('the rule bites', () => {
  test.each([
    ['@ostiary/core-engine', "import { readFileSync } from 'node:fs';", 'may not use Node'],
    ['@ostiary/core-engine', "import fs from 'fs';", 'is not a listed arrow'],
    ['@ostiary/core-engine', "import { append } from '@ostiary/audit-chain';", 'is not a listed arrow'],
    ['@ostiary/audit-chain', "import type { AuditEntry } from '@ostiary/core-engine';", 'is not a listed arrow'],
    ['@ostiary/audit-chain', "export * from '@ostiary/core-engine';", 'is not a listed arrow'],
    ['@ostiary/gateway', "const part = await import('@ostiary/transport-stdio');", 'is not a listed arrow'],
    ['@ostiary/gateway', "import '@ostiary/audit-chain/lock';", 'is not a listed arrow'],
    ['@ostiary/gateway', 'import {\n  spawn,\n} from "ostiary";', 'is not a listed arrow'],
    ['@ostiary/gateway', "import { decide } from '@ostiary/core-engine';", 'is not among the dependencies'],
    ['@ostiary/gateway', "/** why */ import { hold } from 'zod';", 'is not a listed arrow'],
    ['@ostiary/cli', "const yaml = require('js-yaml');", 'is not a listed arrow'],
    ['@ostiary/cli', "import { relay } from '../../../gateway/src/relay.js';", 'leaves its package'],
    ['@ostiary/unknown', '', 'is not in the table of arrows'],
  ])('in %s: %s', (name, text, fault) => {
    expect(strayImports(roomWith(name, text))).toEqual([expect.stringContaining(fault)]);
  });

  test('an import inside the package, and a listed one that is declared, pass', () => {
    const text =
      "import { a } from './a.js';\nimport { b } from '../b.js';\nimport { decide } from '@ostiary/core-engine';";
    expect(importsOf(text)).toEqual(['./a.js', '../b.js', '@ostiary/core-engine']);
    expect(strayImports(roomWith('@ostiary/gateway', text, { '@ostiary/core-engine': 'workspace:*' }))).toEqual([]);
  });

  test('a dependency that is not listed is found, a development one of ours too', () => {
    expect(strayDependencies(roomWith('@ostiary/audit-chain', '', { zod: '*' }))).toHaveLength(1);
    const manifest: Manifest = {
      name: '@ostiary/gateway',
      version: '0',
      devDependencies: { '@ostiary/cli': '*', zod: '*' },
    };
    expect(strayDependencies({ ...roomWith('', ''), manifest })).toEqual([expect.stringContaining('@ostiary/cli')]);
  });
});
