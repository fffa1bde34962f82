import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openLog } from '../src/index.js';
import { begin, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
const { PATH } = process.env;

afterEach(() => void Object.assign(process.env, { PATH }));

it.each([
  ['that fails otherwise than because of a holder', 'exit 66', '66'],
  ['that is killed', 'kill -9 $$', 'SIGKILL'],
])('a `flock` %s has locked nothing: no log is opened', async (title, does, word) => {
  const tools = join(folder, title);
  mkdirSync(tools);
  writeFileSync(join(tools, 'flock'), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
  Object.assign(process.env, { PATH: tools });
  const path = join(folder, `${word}.jsonl`);
  await expect(openLog({ path, durability: 'os', start: begin })).rejects.toMatchObject({
    code: 'no_lock',
    message: `cannot lock audit log \`${path}\`: \`flock\` ended with ${word}`,
  });
  expect(readFileSync(path)).toHaveLength(0);
});
