import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { expect } from 'vitest';
import { Door } from './fixtures/door.js';
import { faultTest } from './fixtures/needs.js';

const secrets = { OSTIARY_TOKEN: 'bearer secret', ostiary_token: 'bearer secret', FOR_THE_SERVER: 'its own key' };

faultTest(
  'S64: neither the environment nor a descriptor of the server shows what is the gateway’s alone',
  [],
  async () => {
    const door = await new Door().open({ env: secrets });
    const environment = readFileSync(`/proc/${door.serverPid}/environ`, 'utf8').split('\0');
    expect(environment).toContain('FOR_THE_SERVER=its own key');
    expect(environment.filter((entry) => /^ostiary_/i.test(entry))).toEqual([]);
    const open = readdirSync(`/proc/${door.serverPid}/fd`).map((fd) =>
      readlinkSync(`/proc/${door.serverPid}/fd/${fd}`),
    );
    expect(open.length).toBeGreaterThan(2);
    expect(open.filter((file) => file.includes('audit.jsonl'))).toEqual([]); // with the log's it would hold its lock too
    await door.finish();
  },
);

faultTest('S64: no command that the gateway starts for itself sees its environment', ['strace'], async () => {
  const door = new Door();
  const trace = door.at('trace');
  const wrap = ['strace', '-f', '-v', '-e', 'trace=execve', '-e', 'signal=none', '-s', '100000', '-o', trace];
  await door.open({ wrap, env: secrets });
  await door.finish();
  const [, ...started] = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => line.includes('execve(') && / = 0$/.test(line));
  expect(started.length).toBeGreaterThanOrEqual(2); // the server, and the command for the lock
  expect(started.filter((line) => /ostiary_token/i.test(line))).toEqual([]);
});
