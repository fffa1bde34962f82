import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const relay = fileURLToPath(new URL('fixtures/relay.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ostiary-stdio-'));

/** Runs the relay under a shell, which decides what its standard input and output are. */
async function run(line: string, input?: string): Promise<{ code: number | null; out: string; err: string }> {
  const { PATH } = process.env;
  const child = spawn('/bin/sh', ['-c', line], {
    env: { PATH, NODE: process.execPath, RELAY: relay },
  });
  child.stdin.on('error', () => undefined); // some of these programs do not read it
  child.stdin.end(input);
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, err };
}

describe('openStdio', () => {
  const lines = Array.from({ length: 2000 }, (_, at) => `{"id":${at},"text":"${'é'.repeat(at % 300)}"}`);
  const stream = `${lines.join('\r\n')}\nrest`;
  const expected = `${lines.join('\n')}\n`;

  it('relays over sockets, as a parent in Node gives them', async () => {
    const { code, out, err } = await run('exec "$NODE" "$RELAY"', stream);
    expect([code, out === expected]).toEqual([0, true]);
    expect(err).toContain('rest 4\n');
  });

  it('relays over pipes to a reader that comes late, and loses nothing at its exit (R11)', async () => {
    const { code, out, err } = await run('cat | "$NODE" "$RELAY" 20 | (sleep 0.5; cat)', stream);
    expect([code, out.length]).toEqual([0, expected.length * 20]);
    expect(err).toContain('rest 4\n');
  });

  it('relays from a file to a file', async () => {
    const [from, to] = [join(folder, 'in'), join(folder, 'out')];
    writeFileSync(from, stream);
    closeSync(openSync(to, 'w'));
    const { code } = await run(`exec "$NODE" "$RELAY" < ${from} > ${to}`);
    expect([code, readFileSync(to, 'utf8') === expected]).toEqual([0, true]);
  });

  it('breaks without a trace when nobody reads standard output (R5)', async () => {
    const command = `("$NODE" "$RELAY" 100; echo "code $?" >&2) | head -c 200`;
    const { out, err } = await run(command, stream);
    expect(Buffer.byteLength(out)).toBe(200);
    expect(err).toMatch(/broken\n(.*\n)*code 3\n/);
    expect(err).not.toMatch(/EPIPE|Error|at .*:\d+/);
  });

  it('ends at once with nothing to read (R1)', async () => {
    const { code, out, err } = await run('exec "$NODE" "$RELAY" < /dev/null');
    expect([code, out, err]).toEqual([0, '', 'rest 0\n']);
  });
});
