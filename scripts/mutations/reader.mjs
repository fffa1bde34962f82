import { mutators, testsIn } from './mutation.mjs';
import { texts } from './texts.mjs';

/** What is taken out of the strict reader of core-engine, one at a time. The property tests are left out: these cases must do. */

const [scan, envelope, match, read] = mutators('src/wire', ['scan', 'envelope', 'match', 'read']);

export const reader = {
  name: 'the strict reader',
  package: 'packages/core-engine',
  tests: testsIn('wire', 'refusals', 'accepts', 'value', 'keys', 'splice'),
  /** Every line of these files that names a reason must be the place of a mutation, so that a new refusal cannot be forgotten. */
  complete: {
    files: ['scan', 'envelope', 'match', 'read'].map((name) => `src/wire/${name}.ts`),
    site: /(?:return|refuse\(|breakOff\(|fault:) ?'[a-z_0-9]+'|\? '[a-z]+_[a-z_]+' : '/,
  },
  mutations: [
    scan('bytes behind the message', "if (this.#at < this.#end) this.breakOff('trailing_bytes');", ''),
    scan(
      'a value that is none',
      "if (end < 0) return this.breakOff('not_json');\n        this.#at = end;",
      'this.#at = Math.max(end, this.#at + 1);',
    ),
    scan(
      'a bracket that does not match',
      "if (byte !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return this.breakOff('not_json');",
      "if (byte !== CLOSE_OBJECT && byte !== CLOSE_ARRAY) return this.breakOff('not_json');",
    ),
    scan(
      'an end that is missing',
      "if (byte !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return this.breakOff('not_json');",
      "if (byte !== 0 && byte !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return this.breakOff('not_json');",
    ),
    scan(
      'a key that is no string',
      "if (this.#skipSpace() !== QUOTE) return this.breakOff('not_json');",
      'this.#skipSpace();',
    ),
    scan(
      'a colon that is missing',
      "if (this.#skipSpace() !== COLON) return this.breakOff('not_json');",
      'this.#skipSpace();',
    ),
    scan(
      'a string that is none',
      "if (end < 0) return this.breakOff('not_json');\n    this.#at = end + 1;",
      'this.#at = Math.max(end, start) + 1;',
    ),
    scan('bytes that are not UTF-8', "if ((marks & DAMAGED) !== 0) this.breakOff('invalid_utf8');", ''),
    scan('half of a surrogate pair', "if (clean && (marks & LONE) !== 0) this.refuse('lone_surrogate');", ''),
    scan(
      'half of a pair in a key',
      'if (!this.#readText(counts)) return false;',
      'if (!this.#readText(false)) return false;',
    ),
    scan('a long string', "if (end - start > this.#rules.string) this.refuse('string_too_long');", ''),
    scan('many keys', "if (isSurplus) this.refuse('too_many_keys');", ''),
    scan('a key that stands twice', "this.refuse('duplicate_key');", 'void 0;'),
    scan('a field with an escape that nobody needs', "this.refuse('escaped_key');", 'void 0;'),
    scan('depth', "if (this.#depth > this.#rules.depth) this.refuse('too_deep');", ''),
    scan(
      'a raw carriage return',
      "if (byte === CARRIAGE_RETURN) this.refuse('raw_carriage_return');\n      else if (byte !== SPACE",
      'if (byte !== CARRIAGE_RETURN && byte !== SPACE',
    ),
    scan(
      'a raw line feed',
      'else if (byte !== SPACE && byte !== TAB) break;',
      'else if (byte !== SPACE && byte !== TAB && byte !== 10) break;',
    ),
    scan('the first reason stays', 'this.refused ??= reason;', 'this.refused = reason;'),
    scan('the first break stays', 'this.broken ??= reason;', 'this.broken = reason;'),
    envelope(
      'the version',
      "if (version === undefined || readString(bytes, version) !== '2.0') return 'bad_version';",
      '',
    ),
    envelope(
      'a version that is missing',
      'if (version === undefined || readString',
      'if (version !== undefined && readString',
    ),
    envelope(
      'an id of another type',
      "if (idSpan !== undefined && id === undefined) return isLongText(bytes, idSpan, limits.id) ? 'id_too_long' : 'bad_id';",
      "if (idSpan !== undefined && isLongText(bytes, idSpan, limits.id)) return 'id_too_long';",
    ),
    envelope('a long id, by its name', "isLongText(bytes, idSpan, limits.id) ? 'id_too_long' : 'bad_id'", "'bad_id'"),
    envelope('a long method', "if (isLongText(bytes, span, limits.name)) return 'name_too_long';", ''),
    envelope(
      'a method that is no string',
      "if (method === undefined || method === '') return 'bad_method';",
      "if (method === '') return 'bad_method';",
    ),
    envelope(
      'an empty method',
      "if (method === undefined || method === '') return 'bad_method';",
      "if (method === undefined) return 'bad_method';",
    ),
    envelope(
      'method and result',
      "if (top.get('result') !== undefined || top.get('error') !== undefined) return",
      "if (top.get('error') !== undefined) return",
    ),
    envelope(
      'method and error',
      "if (top.get('result') !== undefined || top.get('error') !== undefined) return",
      "if (top.get('result') !== undefined) return",
    ),
    envelope('params that are no object', "if (given !== undefined && params === undefined) return 'bad_params';", ''),
    envelope('keys of params', 'if (reason !== undefined) return reason;', ''),
    envelope(
      'result and error, or neither',
      "if ((resultSpan === undefined) === (errorSpan === undefined)) return 'mixed_message';",
      '',
    ),
    envelope(
      'result and error',
      'if ((resultSpan === undefined) === (errorSpan === undefined))',
      'if (resultSpan === undefined && errorSpan === undefined)',
    ),
    envelope(
      'an answer without id',
      "if (identified === undefined) return 'bad_id';",
      "if (identified === undefined) return { kind: 'response', bytes, id: 0, idSpan: top.span };",
    ),
    envelope(
      'a result that is no object',
      "if (result === undefined) return 'bad_result';\n    return Object.freeze({ kind: 'response', bytes, id: identified.id, idSpan: identified.idSpan, result });",
      "return Object.freeze({ kind: 'response', bytes, id: identified.id, idSpan: identified.idSpan, ...(result && { result }) });",
    ),
    envelope(
      'an error without code',
      "if (error === undefined || code === undefined || message === undefined) return 'bad_error';",
      "if (error === undefined || message === undefined) return 'bad_error';\n  if (code === undefined) return Object.freeze({ kind: 'response', bytes, ...identified, error });",
    ),
    envelope(
      'an error without message',
      "if (error === undefined || code === undefined || message === undefined) return 'bad_error';",
      "if (error === undefined || code === undefined) return 'bad_error';\n  if (message === undefined) return Object.freeze({ kind: 'response', bytes, ...identified, error });",
    ),
    envelope('a code that is no integer', 'if (readInteger(bytes, code) === undefined || readString', 'if (readString'),
    envelope(
      'a message that is no string',
      'if (readInteger(bytes, code) === undefined || readString(bytes, message) === undefined)',
      'if (readInteger(bytes, code) === undefined)',
    ),
    match(
      'a key that looks like one',
      "else if (readString(bytes, members.key(index)) !== key) matches.push({ index, key, fault: 'look_alike_key' });",
      'else if (readString(bytes, members.key(index)) !== key) continue;',
    ),
    match(
      'a key with an escape',
      "matches.push({ index, key, fault: 'escaped_key' });",
      'matches.push({ index, key });',
    ),
    match('a long key', "if (members.keyLength(index) > most) return 'name_too_long';", ''),
    match(
      'keys without fault only',
      'return matchKeys(bytes, members, keys).find((match) => match.fault !== undefined)?.fault;',
      'return undefined;',
    ),
    read('a byte order mark', "if (hasMark) scan.breakOff('byte_order_mark');", ''),
    read('a long line', "if (line.length > limits.line) scan.refuse('line_too_long');", ''),
    read(
      'a batch',
      "if (first === OPEN_ARRAY) scan.refuse('batch');\n  else if (first",
      'if (first !== OPEN_ARRAY && first',
    ),
    read('something that is no object', "else if (first !== OPEN_OBJECT) scan.refuse('not_an_object');", ''),
    read('keys of the envelope', 'refuseKeys(line, scan.top, envelopeKeys, limits.name) ??', ''),
    read('what was found in the body', 'scan.refused ??', ''),
    read('what is not JSON wins', 'scan.broken ??\n    scan.refused ??', 'scan.refused ??\n    scan.broken ??'),
    read(
      'a request of a server read strictly',
      "return message.kind === 'request' ? readFromAgent(line, limits) : message;",
      'return message;',
    ),
    read('keys of a result of a server', 'keysTo: 2,', 'keysTo: 1,'),
    read('texts of the envelope of a server', 'textTo: 1,', 'textTo: 0,'),
    read('no id of an agent from what is not JSON', "from === 'server' || scan.broken === undefined", 'true'),
    read('no id where a key is not UTF-8', 'if ((top.marks(index) & DAMAGED) !== 0) return undefined;', ''),
    read('no id where there are too many keys', 'if (top.overflow) return undefined;', ''),
    read(
      'no id where one is misspelt',
      'if (match === undefined || match.fault !== undefined || another',
      'if (match === undefined || another',
    ),
    read(
      'no id where there are two',
      'match.fault !== undefined || another !== undefined) return',
      'match.fault !== undefined) return',
    ),
    read('no id that is not UTF-8', '(seen.marks & DAMAGED) !== 0 ? undefined :', ''),
    ...texts,
  ],
};
