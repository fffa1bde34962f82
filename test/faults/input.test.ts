import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fixture, gateway, ostiary, type Program } from '../fixtures/gateway.js';
import { type Finished, finish } from '../fixtures/log.js';
import { guard } from '../fixtures/scene.js';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-input-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

const head = 'version: 1\nname: p\ndefault: deny\n';
const rule = (lines: string): string => `${head}rules:\n  - id: a\n    effect: allow\n${lines}`;
const bomb = `${head}description: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
  .split('')
  .map((c, n) => `x-${c}: &${c} [${`*${'abcdefgh'[n]},`.repeat(9)}]`)
  .join('\n')}\n`;

interface Case {
  readonly title: string;
  readonly text: string;
  /** What one of the messages starts with behind the file's name. */
  readonly place: RegExp;
  readonly says: RegExp;
}

const policies: readonly Case[] = [
  {
    title: 'S43: a misspelt key',
    text: `${head}rules:\n  - id: a\n    efect: allow\n`,
    place: /:6:5/,
    says: /efect.*effect/s,
  },
  {
    title: 'S43: an unknown key at the top',
    text: `${head}defualt: allow\n`,
    place: /:4:1/,
    says: /defualt.*default/s,
  },
  { title: 'S43: a singular selector', text: rule('    tool: [x]\n'), place: /:7:5/, says: /tool.*tools/s },
  { title: 'S43: a key twice', text: `${head}default: allow\n`, place: /:4:1/, says: /default/ },
  { title: 'S43: default missing', text: 'version: 1\nname: p\nrules: []\n', place: /:1:1/, says: /default/ },
  { title: 'S43: effect missing', text: `${head}rules:\n  - id: a\n    tools: [x]\n`, place: /:5:5/, says: /effect/ },
  {
    title: 'S43: an unknown effect',
    text: `${head}rules:\n  - id: a\n    effect: alow\n`,
    place: /:6:13/,
    says: /alow.*allow/s,
  },
  { title: 'S43: a merge key', text: rule('    <<: { tools: [x] }\n'), place: /:7:5/, says: /<</ },
  { title: 'S43: an unknown tag', text: rule('    tools: !!js/regexp /x/\n'), place: /:7:/, says: /tag|!!js/ },
  { title: 'S43: an alias bomb', text: bomb, place: /:\d+:\d+/, says: /./ },
  { title: 'S43: two documents', text: `${head}---\n${head}`, place: /:4:/, says: /document/ },
  { title: 'S43: an empty file', text: '', place: /:1:1/, says: /empty/ },
  { title: 'S43: not a map', text: '- a\n- b\n', place: /:1:1/, says: /./ },
  { title: 'S43: a tab', text: `${head}rules:\n\t- id: a\n`, place: /:5:/, says: /tab/i },
  { title: 'S43: an open quote', text: `${head}description: "x\n`, place: /:\d+:\d+/, says: /quot/i },
  { title: 'S43: an open list', text: rule('    tools: [x\n'), place: /:\d+:\d+/, says: /./ },
  {
    title: 'S43: more than 1 MiB',
    text: `${head}description: ${'x'.repeat(1024 * 1024)}\n`,
    place: /:?/,
    says: /1 MiB|too large/i,
  },
  {
    title: 'S43: more than 5,000 rules',
    text: `${head}rules:\n${Array.from({ length: 5001 }, (_, n) => `  - { id: r${n}, effect: deny, tools: [x${n}] }\n`).join('')}`,
    place: /:\d+:\d+/,
    says: /5,?000/,
  },
  {
    title: 'S43: two rules of one id',
    text: `${head}rules:\n  - { id: a, effect: deny }\n  - { id: a, effect: allow }\n`,
    place: /:6:/,
    says: /`?"?a/,
  },
  { title: 'S43: an empty selector', text: rule('    tools: []\n'), place: /:7:/, says: /tools|empty/ },
  { title: 'S43: a lone exclamation mark', text: rule('    tools: ["!"]\n'), place: /:7:13/, says: /!/ },
  { title: 'S43: another version', text: head.replace('version: 1', 'version: 2'), place: /:1:10/, says: /version|1/ },
  {
    title: 'S43: a condition that is none',
    text: rule('    when: arg.amount > 5\n'),
    place: /:7:11/,
    says: /args/,
  },
  {
    title: 'S35: an id that YAML 1.1 reads as a boolean',
    text: `${head}rules:\n  - { id: off, effect: deny }\n`,
    place: /:5:11/,
    says: /quote/,
  },
  {
    title: 'S35: a name that YAML 1.1 reads as a boolean',
    text: 'version: 1\nname: no\ndefault: deny\n',
    place: /:2:7/,
    says: /quote/,
  },
  {
    title: 'S35: a tool that YAML 1.1 reads as a boolean',
    text: rule('    tools: [on]\n'),
    place: /:7:13/,
    says: /quote/,
  },
  {
    title: 'S35: an environment that YAML reads as a number',
    text: rule('    environments: [1.0]\n'),
    place: /:7:20/,
    says: /quote/,
  },
  {
    title: 'S35: one broken rule among good ones',
    text: `${rule('    tools: [x]\n')}  - id: b\n    effect: deny\n    tols: [y]\n`,
    place: /:10:5/,
    says: /tols.*tools/s,
  },
];

function clear({ stderr, stdout }: Finished): void {
  expect(`${stdout}\n${stderr}`).not.toMatch(/\n\s+at /);
  expect(`${stdout}\n${stderr}`).not.toMatch(/\[object|undefined|ZodError|YAMLParseError/);
}

const files = policies.map(({ title, text, ...rest }, n) => {
  const file = at(`policy-${n}.yaml`);
  writeFileSync(file, text);
  return { title, file, ...rest };
});

describe.concurrent('a policy with a mistake', () => {
  const checked = finish(ostiary('check', ...files.map(({ file }) => file)));

  test.for(files)('$title: check says where and what', async ({ file, place, says }, { expect }) => {
    const done = await checked;
    clear(done);
    expect(done.code).toBe(1);
    const lines = `${done.stdout}${done.stderr}`.split('\n').filter((line) => line.includes(`${file}:`));
    const placed = new RegExp(`${file}${place.source}.*error`);
    expect(lines.filter((line) => placed.test(line)).join('\n')).toMatch(says);
  });

  test.for(files)('$title: run does not start, exit 2', async ({ file, says }, { expect }) => {
    const server = fixture('tap.mjs', `${file}.arrived`, '--pid', `${file}.pid`);
    const done = await finish(gateway(server, { policy: file, audit: `${file}.jsonl` }));
    clear(done);
    expect(done).toMatchObject({ code: 2, stdout: '' });
    expect(done.stderr).toContain(file);
    expect(done.stderr).toMatch(says);
    expect(existsSync(`${file}.arrived`)).toBe(false); // the server was not even started
  });
});

test('check tells how many rules a good policy has', async () => {
  writeFileSync(at('good.yaml'), guard);
  const done = await finish(ostiary('check', at('good.yaml')));
  expect(done.code).toBe(0);
  expect(done.stdout).toContain(`✓ ${at('good.yaml')}: 1 rule`);
});

test('every mistake is reported at once', async () => {
  writeFileSync(
    at('three.yaml'),
    `${head}colour: red\nrules:\n  - id: a\n    efect: allow\n  - id: b\n    effect: alow\n`,
  );
  const done = await finish(ostiary('check', at('three.yaml')));
  const message = `${done.stdout}${done.stderr}`;
  for (const part of [':4:1', ':7:5', ':9:13']) expect(message).toContain(`${at('three.yaml')}${part}`);
  expect(done.code).toBe(1);
});

writeFileSync(at('allow.yaml'), 'version: 1\nname: allow\ndefault: allow\n');
mkdirSync(at('folder'));
writeFileSync(at('not-a-log.jsonl'), 'dear diary\n');
symlinkSync(at('nowhere/x'), at('dangling.jsonl'));
const server = fixture('tap.mjs', at('arrived'));

test.concurrent.for<readonly [string, Program, RegExp]>([
  [
    'a log in a folder that does not exist',
    gateway(server, { policy: at('allow.yaml'), audit: at('absent/log.jsonl') }),
    /absent\/log\.jsonl/,
  ],
  ['a log that is a folder', gateway(server, { policy: at('allow.yaml'), audit: at('folder') }), /folder/],
  ['a log that is a full device', gateway(server, { policy: at('allow.yaml'), audit: '/dev/full' }), /\/dev\/full/],
  [
    'a log that is something else',
    gateway(server, { policy: at('allow.yaml'), audit: at('not-a-log.jsonl') }),
    /not-a-log\.jsonl/,
  ],
  [
    'a log that is a dangling link',
    gateway(server, { policy: at('allow.yaml'), audit: at('dangling.jsonl') }),
    /dangling\.jsonl/,
  ],
  ['an unknown flag', ostiary('run', '--polcy', at('allow.yaml'), '--', server.command), /--polcy/],
  ['no command', ostiary('run', '--policy', at('allow.yaml')), /command/],
  ['no command behind the dashes', ostiary('run', '--policy', at('allow.yaml'), '--'), /command/],
  [
    'a server name outside of its alphabet',
    gateway(server, { policy: at('allow.yaml'), audit: at('n.jsonl'), name: 'a b' }),
    /a b/,
  ],
  [
    'a durability that does not exist',
    gateway(server, { policy: at('allow.yaml'), audit: at('d.jsonl'), flags: ['--durability', 'none'] }),
    /none/,
  ],
  [
    'a time without a unit',
    gateway(server, { policy: at('allow.yaml'), audit: at('t.jsonl'), flags: ['--initialize-timeout', '30'] }),
    /30/,
  ],
  ['an unknown command', ostiary('rnu'), /rnu/],
  ['check of a file that is not there', ostiary('check', at('absent.yaml')), /absent\.yaml/],
  ['check without a file', ostiary('check'), /./],
  [
    'audit verify of a file that is not there',
    ostiary('audit', 'verify', '--audit', at('absent.jsonl')),
    /absent\.jsonl/,
  ],
  ['audit verify of a folder', ostiary('audit', 'verify', '--audit', at('folder')), /folder/],
])('%s: one clear message, exit 2', async ([, program, says], { expect }) => {
  const done = await finish(program, { cwd: folder });
  clear(done);
  expect(done).toMatchObject({ code: 2, stdout: '' });
  expect(done.stderr).toMatch(says);
});

test('a bad value in the environment is an error at start, as a flag is', async () => {
  const done = await finish(gateway(server, { policy: at('allow.yaml'), audit: at('e.jsonl') }), {
    env: { OSTIARY_AUDIT_DURABILITY: 'sometimes' },
  });
  clear(done);
  expect(done).toMatchObject({ code: 2, stdout: '' });
  expect(done.stderr).toMatch(/sometimes/);
});
