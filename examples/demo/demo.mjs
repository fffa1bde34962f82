// Ostiary's main job in one run: an agent (the MCP SDK's client) works with a real MCP server, and Ostiary stands between them.
// Ends with exit code 1 if anything is not as it should be.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
const [bold, dim, red, green] = [1, 2, 31, 32].map(paint);
const title = (text) => console.log(`\n${bold(text)}`);
const line = (text) => console.log(`  ${text}`);

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const ostiary = fileURLToPath(new URL('dist/main.js', import.meta.resolve('ostiary/package.json')));
const server = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-filesystem/dist/index.js'));

const folder = mkdtempSync(join(tmpdir(), 'ostiary-demo-'));
const notes = join(folder, 'notes.txt');
const log = join(folder, 'audit.jsonl');
writeFileSync(notes, 'The door is on the left.\n');

function verify(file) {
  const run = spawnSync(process.execPath, [ostiary, 'audit', 'verify', '--audit', file], { encoding: 'utf8' });
  return { status: run.status, text: `${run.stdout}${run.stderr}`.trim().replaceAll(`${folder}/`, '') };
}

/** What a reader wants to see of a record; the rest is time, ids and hashes. */
function summarise(record) {
  const { decision = {}, result = {} } = record;
  const words = [
    record.event,
    record.method,
    record.tool,
    decision.effect,
    decision.rule && `by rule ${decision.rule}`,
  ];
  words.push(decision.code, result.status, result.ms !== undefined && `${result.ms} ms`, record.reason);
  return `${String(record.seq).padStart(3)}  ${record.kind.padEnd(8)} ${words.filter(Boolean).join(' · ')}`.trimEnd();
}

async function work() {
  title('1  An agent connects to a real MCP server, through Ostiary');
  const args = ['run', '--policy', here('policy.yaml'), '--server', 'files', '--audit', log];
  const command = [...args, '--', process.execPath, server, folder];
  line(dim('ostiary run --policy policy.yaml --server files --audit audit.jsonl -- mcp-server-filesystem <folder>'));
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [ostiary, ...command],
    stderr: 'ignore',
  });
  const agent = new Client({ name: 'scripted-agent', version: '1.0.0' });
  await agent.connect(transport);
  line(`connected to ${agent.getServerVersion().name}`);

  title('2  It sees only the tools that policy allows');
  const names = (await agent.listTools()).tools.map((tool) => tool.name);
  line(names.join(', '));
  assert.ok(names.includes('read_text_file') && !names.includes('write_file'));

  title('3  It reads a file: allowed');
  const read = await agent.callTool({ name: 'read_text_file', arguments: { path: notes } });
  line(`read_text_file → ${green(read.content[0].text.trim())}`);
  assert.match(read.content[0].text, /on the left/);

  title('4  It tries to overwrite the file all the same: refused, and the server never hears of it');
  const refused = await agent.callTool({ name: 'write_file', arguments: { path: notes, content: 'No door.' } });
  line(`write_file → ${red(refused.content[0].text.replaceAll('\n', '\n               '))}`);
  line(dim(`_meta["ostiary/decision"] = ${JSON.stringify(refused._meta['ostiary/decision'])}`));
  assert.equal(refused.isError, true);
  assert.equal(refused._meta['ostiary/decision'].rule, 'no-changes');
  assert.equal(readFileSync(notes, 'utf8'), 'The door is on the left.\n');
  await agent.close();
}

function showLog() {
  title('5  What is on record');
  const records = readFileSync(log, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
  for (const record of records) line(summarise(record));
  const kinds = records.map((record) => record.kind);
  assert.deepEqual(kinds, ['start', 'session', 'intent', 'outcome', 'denied', 'session', 'stop']);

  title('6  Anybody can check it');
  const intact = verify(log);
  line(`ostiary audit verify → ${green(intact.text)}`);
  assert.equal(intact.status, 0);
  return records.find((record) => record.kind === 'denied');
}

function tamper(denied) {
  title(`7  One byte of record ${denied.seq} is changed in a copy (write_file → write_filf): found`);
  const copy = join(folder, 'changed.jsonl');
  writeFileSync(copy, readFileSync(log, 'utf8').replace('"tool":"write_file"', '"tool":"write_filf"'));
  const broken = verify(copy);
  line(`ostiary audit verify → ${red(broken.text)}`);
  assert.equal(broken.status, 1);
  assert.match(broken.text, new RegExp(`\\b${denied.seq}\\b`));
}

try {
  await work();
  tamper(showLog());
  console.log(`\n${green('Everything was as it should be.')}`);
} finally {
  rmSync(folder, { recursive: true });
}
