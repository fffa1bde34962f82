import type { Annotations, Subject } from '../decision.js';
import { decide } from '../policy/decide.js';
import type { Policy } from '../policy/policy.js';
import { keysOf, type ProtocolKeys } from '../wire/keys.js';
import type { Fields, Response } from '../wire/message.js';
import { removeItems, splice } from '../wire/splice.js';
import { fields, isUnambiguous, items, readBoolean, readString } from '../wire/value.js';
import type { Standing } from './inner.js';

interface ListShape {
  /** The member of the result that holds the entries. */
  readonly entries: string;
  /** The member of an entry that names it. */
  readonly name: string;
  readonly kind: keyof Subject;
  /** The call that an entry leads to, by which it is judged. */
  readonly leadsTo: string;
  readonly resultKeys: ProtocolKeys;
  readonly entryKeys: ProtocolKeys;
}

function shape(entries: string, name: string, kind: keyof Subject, leadsTo: string): ListShape {
  return { entries, name, kind, leadsTo, resultKeys: keysOf(entries), entryKeys: keysOf(name) };
}

const lists: ReadonlyMap<string, ListShape> = new Map([
  ['tools/list', shape('tools', 'name', 'tool', 'tools/call')],
  ['prompts/list', shape('prompts', 'name', 'prompt', 'prompts/get')],
  ['resources/list', shape('resources', 'uri', 'resource', 'resources/read')],
  ['resources/templates/list', shape('resourceTemplates', 'uriTemplate', 'resource', 'resources/read')],
]);

export function isList(method: string): boolean {
  return lists.has(method);
}

/** Each entry is judged on its own; a page with more of them is no list that anybody could read. */
const mostEntries = 10_000;

/** A list as the client may see it. */
export interface FilteredList {
  /** The answer's bytes, without the hidden entries and their commas; the very same bytes where nothing is hidden. */
  readonly bytes: Uint8Array;
  /** How many entries are hidden because two parsers could read them differently or because they cannot be judged. */
  readonly unreadable: number;
}

/** What the server has said of its tools so far. */
export interface Claims {
  of(tool: string): Annotations | undefined;
  learn(tool: string, annotations: Annotations): void;
}

const NO_CLAIMS: Claims = { of: () => undefined, learn: () => undefined };

/**
 * Hides what policy denies to this principal from the answer to a list request. Gives undefined where the answer has no entries
 * to judge where they belong, or more than anybody could read: such an answer must not be passed on.
 *
 * @param claims told what the server claims of a tool; an entry is judged by all of them, as its call will be.
 */
export function filterList(
  policies: readonly Policy[],
  method: string,
  response: Response,
  standing: Standing,
  claims: Claims = NO_CLAIMS,
): FilteredList | undefined {
  const { bytes, result } = response;
  const list = lists.get(method);
  // An error has no entries.
  if (list === undefined || result === undefined) return { bytes, unreadable: 0 };
  if (result.hasLookAlike(list.resultKeys)) return undefined;
  const array = result.get(list.entries);
  if (array === undefined) return { bytes, unreadable: 0 };
  const entries = items(bytes, array);
  if (entries === undefined || entries.length > mostEntries) return undefined;

  const hidden = new Set<number>();
  let unreadable = 0;
  for (const [index, entry] of entries.entries()) {
    const members = isUnambiguous(bytes, entry) ? fields(bytes, entry) : undefined;
    const name = readName(bytes, members, list);
    if (members === undefined || name === undefined) {
      unreadable += 1;
      hidden.add(index);
      continue;
    }
    const annotations = list.kind === 'tool' ? claimed(name, readAnnotations(bytes, members), claims) : undefined;
    const about = { [list.kind]: name, ...(annotations && { annotations }) };
    const question = { ...standing, phase: 'list' as const, method: list.leadsTo, ...about };
    if (decide(policies, question).effect === 'deny') hidden.add(index);
  }
  if (hidden.size === 0) return { bytes, unreadable };
  return { bytes: splice(bytes, removeItems(bytes, array, entries, hidden)), unreadable };
}

function claimed(tool: string, now: Annotations | undefined, claims: Claims): Annotations | undefined {
  if (now) claims.learn(tool, now);
  const before = claims.of(tool);
  return before || now ? { ...before, ...now } : undefined;
}

/** MCP `ToolAnnotations`; undefined where they claim nothing that a policy can ask for. */
function readAnnotations(bytes: Uint8Array, entry: Fields): Annotations | undefined {
  const span = entry.get('annotations');
  const claims = span && fields(bytes, span);
  const isTrue = (key: string): boolean => {
    const value = claims?.get(key);
    return value !== undefined && readBoolean(bytes, value) === true;
  };
  const [destructive, openWorld] = [isTrue('destructiveHint'), isTrue('openWorldHint')];
  if (!destructive && !openWorld) return undefined;
  return { ...(destructive && { destructive }), ...(openWorld && { openWorld }) };
}

function readName(bytes: Uint8Array, entry: Fields | undefined, list: ListShape): string | undefined {
  if (entry === undefined || entry.hasLookAlike(list.entryKeys)) return undefined;
  const span = entry.get(list.name);
  return span && readString(bytes, span);
}
