import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { everything, gateway } from '../fixtures/gateway.js';
import { verifyLog } from '../fixtures/log.js';
import { initialize, initialized } from '../fixtures/scene.js';
import { openWire } from '../fixtures/wire.js';

const env = {
  OSTIARY_TOKEN: 'bearer secret',
  OSTIARY_SECRET_ENV: 'WHATEVER',
  OSTIARY_: 'empty name',
  FOR_THE_SERVER: 'its own key',
  GIVEN: 'from outside',
};

/** What server-everything says its environment is, asked through the gateway. */
async function environmentOfServer(flags: readonly string[]): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-env-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const policy = join(folder, 'allow-all.yaml');
  const audit = join(folder, 'audit.jsonl');
  writeFileSync(policy, 'version: 1\nname: allow-all\ndefault: allow\n');
  const wire = openWire(gateway(everything(), { policy, audit, flags }), { env });
  onTestFinished(() => void wire.child.kill('SIGKILL'));
  wire.send(
    initialize.replace(
      '"capabilities":{"sampling":{},"elicitation":{"form":{},"url":{}},"roots":{}}',
      '"capabilities":{}',
    ),
  );
  await wire.answer('hello');
  wire.send(initialized);
  wire.send('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get-env","arguments":{}}}');
  const { message } = await wire.answer(1);
  expect(await wire.close()).toMatchObject({ code: 0 });
  expect(wire.noise).toEqual([]);
  expect(await verifyLog(audit)).toMatchObject({ code: 0 });
  return JSON.parse(message.result.content[0].text);
}

test('S64: the server gets what the gateway was given, minus what is for the gateway', async () => {
  const seen = await environmentOfServer([]);
  expect(seen).toMatchObject({ FOR_THE_SERVER: 'its own key', GIVEN: 'from outside' });
  expect(Object.keys(seen).filter((name) => name.startsWith('OSTIARY'))).toEqual([]);
  expect(JSON.stringify(seen)).not.toContain('bearer secret');
});

test('S64: with --clean-env it gets a short list and what --env names', async () => {
  const seen = await environmentOfServer(['--clean-env', '--env', 'GIVEN', '--env', 'ADDED=a=b c']);
  const usual = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TERM', 'LANG', 'TMPDIR'];
  expect(seen).toMatchObject({ GIVEN: 'from outside', ADDED: 'a=b c' });
  expect(Object.keys(seen).filter((name) => ![...usual, 'GIVEN', 'ADDED'].includes(name))).toEqual([]);
});
