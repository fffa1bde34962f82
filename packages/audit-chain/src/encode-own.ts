import type { Durability, RefusedEntry, Start } from './entries.js';
import { FRAME, LONGEST_LINE } from './format.js';
import { integer, optionalList, text, word } from './members.js';

// The records that the log writes by itself, in the form of encode.ts.

/** How many refused messages of one kind were counted instead of recorded one by one. */
export interface Count extends Pick<RefusedEntry, 'from' | 'code' | 'reason'> {
  readonly count: number;
}

/** The record that begins a run. */
export function encodeStart(
  log: string,
  start: Start,
  durability: Durability,
  recovered: { readonly tornBytes: number; readonly openCalls: number },
): string {
  const cleanStart = recovered.tornBytes === 0 && recovered.openCalls === 0;
  const plugins = optionalList(
    'plugins',
    start.plugins,
    ({ name, version }) => `{"name":${text('plugins.name', name)},"version":${text('plugins.version', version)}}`,
  );
  const policies = optionalList(
    'policies',
    start.policies,
    ({ name, sha256 }) => `{"name":${text('policies.name', name)},"sha256":${text('policies.sha256', sha256)}}`,
  );
  return (
    `"kind":"start","log":"${log}","version":${text('version', start.version)}${plugins}${policies}` +
    `,"durability":"${durability}","arguments":${word('arguments', start.arguments, ['none'])}` +
    `${cleanStart ? '' : `,"recovered":{"torn_bytes":${recovered.tornBytes},"open_calls":${recovered.openCalls}}`}`
  );
}

/** The outcome of a call that was open when the process died. */
export function encodeUnknownOutcome(id: string): string {
  return `"kind":"outcome","call":${text('call', id)},"result":{"status":"unknown"}`;
}

/** The outcome of a call whose intent is written, but which was refused because the disk did not confirm it. */
export function encodeCancelledOutcome(id: string): string {
  return `"kind":"outcome","call":${text('call', id)},"result":{"status":"cancelled"}`;
}

/** Says that the clock showed `clock`, which is before the last record. */
export function encodeClockWentBack(clock: string): string {
  return `"kind":"admin","event":"clock_went_back","clock":"${clock}"`;
}

/** The calls that are open here. Nothing where their list is longer than a line; recovery then reads from further back. */
export function encodeOpen(calls: ReadonlySet<string>): string | undefined {
  const list = optionalList('calls', [...calls], (call) => text('calls', call));
  return Buffer.byteLength(list) > LONGEST_LINE - FRAME ? undefined : `"kind":"open"${list}`;
}

export function encodeCounts(counts: readonly Count[]): string {
  const list = counts.map(
    ({ from, code, reason, count }) =>
      `{"from":"${from}","code":${text('code', code)},"reason":${text('reason', reason)},"count":${integer('count', count)}}`,
  );
  return `"kind":"refused","counts":[${list.join(',')}]`;
}
