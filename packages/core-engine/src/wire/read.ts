import type { Limits } from '../limits.js';
import { OPEN_ARRAY, OPEN_OBJECT, QUOTE, SPACE } from './chars.js';
import { readEnvelope } from './envelope.js';
import { envelopeKeys } from './keys.js';
import { malformed } from './malformed.js';
import { type Match, matchKeys, refuseKeys } from './match.js';
import type { Members } from './members.js';
import type { Id, Malformed, Message } from './message.js';
import { type Rules, Scan } from './scan.js';
import { DAMAGED, type Seen, scanString } from './string.js';
import { readId } from './value.js';

const keep: readonly string[] = ['params', 'result', 'error'];

/** The rules of both sides under given limits. A program has one set of limits, so they are made once. */
const rulesOf = new WeakMap<Limits, { readonly agent: Rules; readonly server: Rules }>();

function rulesFor(limits: Limits): { readonly agent: Rules; readonly server: Rules } {
  const known = rulesOf.get(limits);
  if (known !== undefined) return known;
  const { depth, keys, string } = limits;
  const everywhere = Number.POSITIVE_INFINITY;
  const rules = {
    agent: { depth, keys, string, keysTo: everywhere, textTo: everywhere, keep },
    server: { depth, keys, string: everywhere, keysTo: 2, textTo: 1, keep },
  };
  rulesOf.set(limits, rules);
  return rules;
}

/**
 * Reads one line, without its line end, of the agent. Everything that two parsers could read differently is refused, at every
 * depth, and everything over a limit. Never throws. The message keeps `line`: nobody may change it afterwards.
 */
export function readFromAgent(line: Uint8Array, limits: Limits): Message | Malformed {
  return read(line, rulesFor(limits).agent, limits, 'agent');
}

/**
 * Reads one line, without its line end, of a server. The envelope is read as strictly as the agent's, and the keys of `result`,
 * `error` and `params` are unique; deeper, any JSON and UTF-8 will do, and strings may have any length. A request is read as
 * strictly as one of the agent, because policy will judge it. Never throws; keeps `line`.
 */
export function readFromServer(line: Uint8Array, limits: Limits): Message | Malformed {
  const message = read(line, rulesFor(limits).server, limits, 'server');
  return message.kind === 'request' ? readFromAgent(line, limits) : message;
}

function read(line: Uint8Array, rules: Rules, limits: Limits, from: 'agent' | 'server'): Message | Malformed {
  const scan = scanLine(line, rules, limits);
  const found =
    scan.broken ??
    scan.refused ??
    refuseKeys(line, scan.top, envelopeKeys, limits.name) ??
    readEnvelope(line, scan, limits, from === 'agent');
  if (typeof found !== 'string') return found;
  const matches = matchKeys(line, scan.top, envelopeKeys);
  // The server's request must not wait for ever because its line broke off behind the id.
  const hasId = from === 'server' || scan.broken === undefined;
  return malformed(found, shapeOf(matches), hasId ? idOf(line, scan.top, matches, limits) : undefined);
}

function scanLine(line: Uint8Array, rules: Rules, limits: Limits): Scan {
  const hasMark = line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf;
  const scan = new Scan(line, { start: hasMark ? 3 : 0, end: line.length }, rules);
  if (hasMark) scan.breakOff('byte_order_mark');
  if (line.length > limits.line) scan.refuse('line_too_long');
  let at = 0;
  while (at < line.length && (line[at] as number) <= SPACE) at += 1;
  const first = line[at];
  if (first === OPEN_ARRAY) scan.refuse('batch');
  else if (first !== OPEN_OBJECT) scan.refuse('not_an_object');
  return scan.run();
}

/** Told from the keys alone, however they are spelt: enough to know whether anybody waits for an answer. */
function shapeOf(matches: readonly Match[]): Malformed['shape'] {
  const has = (key: string): boolean => matches.some((match) => match.key === key);
  if (has('method')) return has('id') ? 'request' : 'notification';
  return has('result') || has('error') ? 'response' : 'unknown';
}

/** The id, where there is exactly one and nothing that some parser could take for another. */
function idOf(line: Uint8Array, top: Members, matches: readonly Match[], limits: Limits): Id | undefined {
  if (top.overflow) return undefined;
  for (let index = 0; index < top.count; index += 1) {
    if ((top.marks(index) & DAMAGED) !== 0) return undefined;
  }
  const [match, another] = matches.filter(({ key }) => key === 'id');
  if (match === undefined || match.fault !== undefined || another !== undefined) return undefined;
  const value = top.value(match.index);
  const seen: Seen = { marks: 0 };
  if (line[value.start] === QUOTE) scanString(line, value.start + 1, value.end, seen);
  return (seen.marks & DAMAGED) !== 0 ? undefined : readId(line, value, limits);
}
