import type { Node } from '../node.js';
import { type Cursor, DEEPEST_PLAIN, NotPlain } from './cursor.js';
import { openEntries } from './entries.js';
import { isQuote, readQuoted } from './quoted.js';

/** Words with single blanks between them. */
const WORDS = /[A-Za-z0-9_./][\w./*?-]*(?: [\w./*?-]+)*/y;
/** With its colon. Only behind quotes the value may follow at once. */
const KEY = /[A-Za-z_]\w{0,63}:(?=[ \n])|"[A-Za-z_]\w{0,63}":/y;
const BLANKS = / +/y;
const INDENT = / */y;

/** A list or mapping in brackets, at the first of them. `column`: of the mapping or dash around it; what goes on on a further line stands behind it. */
export function readBrackets(cursor: Cursor, column: number): Node {
  const skip = (): void => {
    cursor.take(BLANKS);
    if (cursor.skip('\n') && cursor.must(INDENT).length <= column) throw new NotPlain();
  };

  const readValue = (depth: number): Node => {
    if (depth > DEEPEST_PLAIN) throw new NotPlain();
    const place = cursor.place();
    if (cursor.skip('[')) {
      const items: Node[] = [];
      readMembers(']', () => items.push(readValue(depth + 1)));
      return { kind: 'list', place, items };
    }
    if (cursor.skip('{')) {
      const { add, entries } = openEntries();
      readMembers('}', () => {
        const keyPlace = cursor.place();
        const key = cursor.must(KEY).replaceAll(/[":]/g, '');
        skip();
        add(key, keyPlace, readValue(depth + 1));
      });
      return { kind: 'mapping', place, entries };
    }
    if (isQuote(cursor.char())) return readQuoted(cursor);
    return { kind: 'scalar', place, text: cursor.must(WORDS), plain: true, isPlainLine: true };
  };

  const readMembers = (close: string, readMember: () => void): void => {
    skip();
    if (cursor.skip(close)) return;
    for (;;) {
      readMember();
      skip();
      if (cursor.skip(close)) return;
      if (!cursor.skip(',')) throw new NotPlain();
      skip();
    }
  };

  return readValue(1);
}
