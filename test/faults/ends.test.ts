import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { environment, ostiary } from '../fixtures/gateway.js';
import { verifyLog } from '../fixtures/log.js';
import { callLine, guard, Scene, type Setting } from '../fixtures/scene.js';

async function open(setting: Partial<Setting> = {}): Promise<{ scene: Scene; server: number }> {
  const scene = new Scene();
  onTestFinished(() => scene.remove());
  const pid = join(scene.folder, 'pid');
  await scene.open({ policy: guard, ...setting, tap: ['--pid', pid, ...(setting.tap ?? [])] });
  return { scene, server: Number(readFileSync(pid, 'utf8')) };
}

/** Whether the process runs; one that ended and that nobody has waited for does not. */
function runs(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return false;
  try {
    return !/\) Z /.test(readFileSync(file, 'utf8'));
  } catch {
    return false; // gone between the two looks
  }
}

const gone = (pid: number, timeout: number) => vi.waitUntil(() => !runs(pid), { interval: 20, timeout });

test('R1: stdin ends: everything is gone, exit 0', async () => {
  const { scene, server } = await open();
  scene.wire.send(callLine('last', 'slow', '{"ms":300}'));
  scene.wire.child.stdin?.end();
  await scene.wire.answer('last'); // drained
  await scene.finish();
  expect(runs(server)).toBe(false);
  expect(scene.records().slice(-2)).toMatchObject([
    { kind: 'session', event: 'closed' },
    { kind: 'stop', reason: 'stdin_closed' },
  ]);
});

test('R1: a server that lives on is ended within 5 s', async () => {
  const { scene, server } = await open({ tap: ['--deaf'] });
  const started = performance.now();
  await scene.wire.close();
  expect(performance.now() - started).toBeLessThan(6500); // 5 s promised; the rest is for a busy machine
  await scene.finish();
  expect(runs(server)).toBe(false);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'R2: %s with a call in flight: it is answered, then exit 0',
  async (signal) => {
    const { scene, server } = await open();
    const line = callLine('busy', 'slow', '{"ms":1000}');
    scene.wire.send(line);
    await vi.waitUntil(() => scene.arrived().includes(line));
    scene.wire.child.kill(signal);
    expect((await scene.wire.answer('busy')).message.result).toMatchObject({ content: [{ text: 'slow' }] });
    expect(await scene.wire.ended).toEqual({ code: 0, signal: null });
    await scene.finish();
    expect(runs(server)).toBe(false);
    expect(scene.records('stop')).toMatchObject([{ reason: signal.toLowerCase() }]);
  },
);

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)('R2: a second %s ends it at once', async (signal, code) => {
  const { scene, server } = await open();
  const line = callLine('busy', 'slow', '{"ms":60000}');
  scene.wire.send(line);
  await vi.waitUntil(() => scene.arrived().includes(line));
  scene.wire.child.kill(signal);
  await new Promise((resolve) => setTimeout(resolve, 200));
  scene.wire.child.kill(signal);
  const ended = await scene.wire.ended;
  expect(ended.code ?? 0).toBe(code);
  expect(await verifyLog(scene.audit)).toMatchObject({ code: 0 });
  await gone(server, 2000);
});

test('R3: SIGKILL: the server is gone, the log verifies, the next start works', async () => {
  const { scene, server } = await open();
  const line = callLine('cut off', 'slow', '{"ms":60000}');
  scene.wire.send(line);
  await vi.waitUntil(() => scene.arrived().includes(line));
  const { call } = scene.records('intent').at(-1) ?? {};
  scene.wire.child.kill('SIGKILL');
  await scene.wire.ended;
  await gone(server, 2000);
  expect(await verifyLog(scene.audit)).toMatchObject({ code: 0 });

  await scene.open({ policy: guard });
  await scene.finish();
  const [, second] = scene.records('start');
  expect(second?.recovered).toMatchObject({ open_calls: 1 });
  expect(scene.records('outcome').filter((record) => record.call === call)).toMatchObject([
    { result: { status: 'unknown' } },
  ]);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'R2: a check of a server that is ended by %s takes the server along',
  async (signal) => {
    const folder = mkdtempSync(join(tmpdir(), 'ostiary-check-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const pid = join(folder, 'pid');
    const deaf = `process.on('SIGTERM', () => {}); require('fs').writeFileSync(${JSON.stringify(pid)}, String(process.pid)); setInterval(() => {}, 1000)`;
    const { command, args } = ostiary('check', 'pack:baseline', '--server', process.execPath, '-e', deaf);
    const child = spawn(command, args, { env: environment(), stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await vi.waitUntil(() => existsSync(pid) && readFileSync(pid, 'utf8') !== '', { interval: 20, timeout: 10_000 });
    const server = Number(readFileSync(pid, 'utf8'));
    onTestFinished(() => void (runs(server) && process.kill(server, 'SIGKILL')));
    child.kill(signal);
    expect(await ended).toBe(2);
    await gone(server, 2000);
  },
);
