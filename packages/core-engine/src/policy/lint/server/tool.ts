import { readValue } from '../../../value/read.js';
import type { Value } from '../../../value/value.js';
import { keysOf } from '../../../wire/keys.js';
import type { Response } from '../../../wire/message.js';
import { fields, isUnambiguous, items, readString } from '../../../wire/value.js';

/** A tool as its server lists it. Everything about it is the server's word. */
export interface ListedTool {
  readonly name: string;
  /** Its `inputSchema`, as data; undefined where it has none. */
  readonly schema: Value | undefined;
}

/** One page of `tools/list`. */
export interface ToolPage {
  readonly tools: readonly ListedTool[];
  /** Entries that parsers could read differently, or without a name. */
  readonly unreadable: number;
  /** Asks for the next page. */
  readonly next?: string;
}

const resultKeys = keysOf('tools', 'nextCursor');
const entryKeys = keysOf('name', 'inputSchema');

/** More on one page nobody could use. */
const MOST_TOOLS = 10_000;

/** The answer to `tools/list`; undefined where it is an error or no list. */
export function readTools({ bytes, result }: Response): ToolPage | undefined {
  const array = result?.hasLookAlike(resultKeys) === false ? result.get('tools') : undefined;
  const entries = array && items(bytes, array);
  if (result === undefined || entries === undefined || entries.length > MOST_TOOLS) return undefined;
  const tools = entries.flatMap((entry): ListedTool[] => {
    const members = isUnambiguous(bytes, entry) ? fields(bytes, entry) : undefined;
    const name = members?.hasLookAlike(entryKeys) === false ? members.get('name') : undefined;
    const text = name && readString(bytes, name);
    const schema = members?.get('inputSchema');
    return text === undefined ? [] : [{ name: text, schema: schema && readValue(bytes, schema) }];
  });
  const cursor = result.get('nextCursor');
  const next = cursor && readString(bytes, cursor);
  return { tools, unreadable: entries.length - tools.length, ...(next !== undefined && { next }) };
}
