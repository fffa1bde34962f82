// Verifies an audit log. Written from docs/audit-format.md alone; shares no code with the program that writes the log.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const LONGEST = 64 * 1024 * 1024;
const TAIL = /^,"hash":"[0-9a-f]{64}"\}$/;
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;
const KIND = /^([a-z_]{1,32})"/;
/** JSON.parse of Node 24 and 26 may take a member's name that has escapes for another one, so they are undone first. */
const STRING = /("[^"\\]*(?:\\.[^"\\]*)*")([ \t\n\r]*:)?/g;
const spell = (all, name, colon) => (colon ? JSON.stringify(JSON.parse(name)) + colon : all);

const text = (bytes, from, to) => bytes.toString('latin1', from, to);
const tailOf = (line) => (line.length < 75 ? '' : text(line, line.length - 75));

/** Says what is wrong with a line, or changes `log` to stand behind it. */
function checkLine(line, log) {
  if (!TAIL.test(tailOf(line))) return 'no tail';
  const hash = tailOf(line).slice(9, 73);
  const body = line.subarray(0, line.length - 75);
  const begin = `{"v":1,"seq":${log.records + 1},"ts":"`;
  const time = text(body, begin.length, begin.length + 24);
  const head = `${begin}${time}","prev":"${log.head}","kind":"`;
  const kind = KIND.exec(text(body, head.length, head.length + 33))?.[1];
  if (text(body, 0, head.length) !== head || !TIME.test(time) || !kind) return 'wrong head, sequence number or prev';
  if (createHash('sha256').update('ostiary-audit-v1\n').update(body).digest('hex') !== hash) return 'wrong hash';
  let record;
  try {
    const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
    record = JSON.parse(json);
    if (kind === 'start') record = JSON.parse(json.replace(STRING, spell));
  } catch {
    return 'not JSON in UTF-8';
  }
  if (time < log.time) return 'time runs backwards';
  if (log.records === 0 && kind !== 'start') return 'the first record is not a start';
  if (kind === 'start') {
    if (typeof record.log !== 'string') return 'a start without log id';
    if (log.records > 0 && record.log !== log.id) return 'a start of another log';
    log.id = record.log;
  }
  Object.assign(log, { records: log.records + 1, head: hash, time, last: log.next, next: log.next + line.length + 1 });
  return undefined;
}

function isForeign(line, ended) {
  const begin = '{"v":1,"seq":';
  const start = text(line, 0, begin.length);
  return line.length > LONGEST || !(start === begin || (!ended && begin.startsWith(start)) || TAIL.test(tailOf(line)));
}

/** Verifies the bytes that `chunks` yields. */
export async function verify(chunks, expectedHead) {
  const log = { records: 0, head: '0'.repeat(64), time: '', id: undefined, last: 0, next: 0 };
  const broken = (reason) => ({ status: 'broken', seq: log.records + 1, offset: log.next, reason });
  const foreign = { status: 'unreadable', reason: 'not a log' };
  let parts = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      const line = Buffer.concat([...parts, chunk.subarray(from, end)]);
      if (log.records === 0 && isForeign(line, true)) return foreign;
      const flaw = line.length > LONGEST ? 'line too long' : checkLine(line, log);
      if (flaw) return broken(flaw);
      parts = [];
      from = end + 1;
    }
    parts.push(Buffer.from(chunk.subarray(from)));
    if (parts.reduce((sum, part) => sum + part.length, 0) > LONGEST) break;
  }
  const rest = Buffer.concat(parts);
  if (rest.length > 0 && log.records === 0 && isForeign(rest, false)) return foreign;
  if (rest.length > 0) return broken(rest.length > LONGEST ? 'line too long' : 'torn tail');
  if (log.records === 0) return { status: 'unreadable', reason: 'empty' };
  if (expectedHead === undefined || expectedHead === log.head)
    return { status: 'ok', records: log.records, head: log.head };
  return { status: 'broken', seq: log.records, offset: log.last, reason: 'not the expected head' };
}

export async function verifyLog(path, expectedHead) {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error) => error);
  if (file instanceof Error) return { status: 'unreadable', reason: file.code };
  try {
    if (!(await file.stat()).isFile()) return { status: 'unreadable', reason: 'not a file' };
    return await verify(file.createReadStream({ autoClose: false, highWaterMark: 1 << 20 }), expectedHead);
  } catch (error) {
    return { status: 'unreadable', reason: error.code ?? error.message };
  } finally {
    await file.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const verdict = await verifyLog(process.argv[2] ?? '', process.argv[3]);
  console.log(JSON.stringify(verdict));
  process.exitCode = { ok: 0, broken: 1, unreadable: 2 }[verdict.status];
}
