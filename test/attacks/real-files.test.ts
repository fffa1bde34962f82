import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesystem, gateway } from '../fixtures/gateway.js';
import { callLine, initialize, initialized } from '../fixtures/scene.js';
import { openWire, type Wire } from '../fixtures/wire.js';

const policy =
  'version: 1\nname: closed\ndefault: allow\nrules: [{ id: no-moving, effect: deny, tools: [move_file] }]\n';

/** The mistake that people make: policy and log lie in the folder that the agent works in. */
describe('S26: a real server for files, whose folder holds policy and log', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ostiary-files-')));
  const file = join(folder, 'policy.yaml');
  const audit = join(folder, 'audit.jsonl');
  let wire: Wire;

  beforeAll(async () => {
    writeFileSync(file, policy);
    const flags = ['--policy', 'pack:baseline'];
    wire = openWire(gateway(filesystem(folder), { policy: file, audit, flags }), { cwd: folder });
    wire.send(initialize);
    await wire.answer('hello');
    wire.send(initialized);
  });
  afterAll(async () => {
    await wire.close();
    rmSync(folder, { recursive: true });
  });

  const write = async (path: string) => {
    wire.send(callLine(1, 'write_file', JSON.stringify({ path, content: 'default: allow' })));
    return (await wire.answer(1)).message.result;
  };

  test.each([
    ...['policy.yaml', './policy.yaml', 'x/../policy.yaml', file, `${folder}/./policy.yaml`, `${folder}//policy.yaml`],
    ...['audit.jsonl', audit, `${audit}.lock`],
  ])('S26: %j is not written', async (path) => {
    const result = await write(path);
    expect(result.isError).toBe(true);
    expect(result._meta['ostiary/decision']).toMatchObject({ policy: 'baseline', rule: 'gateway-files' });
    expect(readFileSync(file, 'utf8')).toBe(policy);
    expect(readFileSync(audit, 'utf8')).toMatch(/^\{"v":1,"seq":1,/);
  });

  test('another file is', async () => {
    const path = join(folder, 'notes.md');
    expect((await write(path)).isError).not.toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('default: allow');
  });
});
