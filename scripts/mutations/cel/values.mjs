import { mutators } from '../mutation.mjs';

/** What is changed in how conditions in CEL count, and in their functions. */

const [arithmetic, time, overloads, functions, value] = mutators('src/condition/cel', [
  ...['arithmetic', 'time', 'overloads', 'functions', 'value'],
]);

const counting = [
  arithmetic(
    '+ of doubles',
    "'+': (a, b) => a + b,\n  '-': (a, b) => a - b,\n  '*': (a, b) => a * b,\n  '/': (a, b) => a / b,",
    "'+': (a, b) => a - b,\n  '-': (a, b) => a - b,\n  '*': (a, b) => a * b,\n  '/': (a, b) => a / b,",
  ),
  arithmetic(
    '- of doubles',
    "'-': (a, b) => a - b,\n  '*': (a, b) => a * b,\n  '/': (a, b) => a / b,",
    "'-': (a, b) => a + b,\n  '*': (a, b) => a * b,\n  '/': (a, b) => a / b,",
  ),
  arithmetic(
    '* of doubles',
    "'*': (a, b) => a * b,\n  '/': (a, b) => a / b,",
    "'*': (a, b) => a / b,\n  '/': (a, b) => a / b,",
  ),
  arithmetic('/ of doubles', "'/': (a, b) => a / b,", "'/': (a, b) => a * b,"),
  arithmetic(
    '+ of ints',
    "'+': (a, b) => a + b,\n  '-': (a, b) => a - b,\n  '*': (a, b) => a * b,\n  '/': (a, b) => (",
    "'+': (a, b) => a - b,\n  '-': (a, b) => a - b,\n  '*': (a, b) => a * b,\n  '/': (a, b) => (",
  ),
  arithmetic(
    '- of ints',
    "'-': (a, b) => a - b,\n  '*': (a, b) => a * b,\n  '/': (a, b) => (",
    "'-': (a, b) => a + b,\n  '*': (a, b) => a * b,\n  '/': (a, b) => (",
  ),
  arithmetic('* of ints', "'*': (a, b) => a * b,\n  '/': (a, b) => (", "'*': (a, b) => a + b,\n  '/': (a, b) => ("),
  arithmetic('/ of ints', 'b === 0n ? undefined : a / b', 'b === 0n ? undefined : a * b'),
  arithmetic('/ by 0', 'b === 0n ? undefined : a / b', 'b === 0n ? 0n : a / b'),
  arithmetic('%', 'b === 0n ? undefined : a % b', 'b === 0n ? undefined : a / b'),
  arithmetic('% by 0', 'b === 0n ? undefined : a % b', 'b === 0n ? 0n : a % b'),
  arithmetic('doubles that there are not', 'result === undefined ? undefined : asDouble(result)', 'result'),
  arithmetic('ints of more than 64 bits', 'result === undefined ? undefined : asInt(result)', 'result'),
  arithmetic(
    'only + joins texts',
    "sign === '+' && typeof a === 'string' && typeof b === 'string') {\n    return frame",
    "typeof a === 'string' && typeof b === 'string') {\n    return frame",
  ),
  arithmetic('joining texts costs', 'frame.spend((a.length + b.length) >> 4) ? a + b : undefined', 'a + b'),
  arithmetic('joining lists', '? [...a, ...b] : undefined', '? a : undefined'),
  arithmetic('joining lists costs', 'frame.spend(a.length + b.length) ? [...a, ...b] : undefined', '[...a, ...b]'),
  arithmetic('- of times', 'durationOf(a.nanos - b.nanos)', 'durationOf(b.nanos - a.nanos)'),
  arithmetic(
    'a time and a duration',
    'timestampOf(a.nanos + signed(sign, b))',
    'timestampOf(a.nanos - signed(sign, b))',
  ),
  arithmetic('durations', 'durationOf(a.nanos + signed(sign, b))', 'durationOf(a.nanos - signed(sign, b))'),
  arithmetic('a duration and a time', 'timestampOf(a.nanos + b.nanos)', 'timestampOf(a.nanos - b.nanos)'),
  arithmetic('the sign', "sign === '-' ? -nanos : nanos", 'nanos'),
  arithmetic('% takes ints', "a.kind === 'int' && b.kind === 'int' ? int : undefined;\n  if", 'int;\n  if'),
  arithmetic('int and double never mix', 'isNumber(a) && a.kind === b.kind', 'isNumber(a) && isNumber(b)'),
  arithmetic(
    'int and what is not known never mix',
    "if (other.kind === 'double') return double;",
    'if (isNumber(other)) return double;',
  ),
  arithmetic('only + joins, by type', "if (sign !== '+') return undefined;\n  return other", 'return other'),
  arithmetic('minus', "if (typeof value === 'number') return -value;", "if (typeof value === 'number') return value;"),
  arithmetic('minus of an int', 'asInt(-value) : undefined', 'value : undefined'),
  arithmetic('minus of the least int', 'asInt(-value) : undefined', '-value : undefined'),
  arithmetic('minus of what is no number', "!isNumber(type) && type.kind !== 'dyn'", "type.kind === 'null'"),
  value('the most int', 'value <= MOST_INT', 'true'),
  value('the least int', 'value >= LEAST_INT', 'true'),
  value('infinity', 'Number.isFinite(value) ? value : undefined', 'value'),
];

const times = [
  time('the first time', 'nanos >= EARLIEST', 'true'),
  time('the last time', 'nanos <= LATEST', 'true'),
  time('durations of 64 bits', 'asInt(nanos) === undefined ? undefined', 'nanos === undefined ? undefined'),
  time('days that there are not', 'date.getUTCMonth() !== month - 1 || ', ''),
  time('hours that there are not', ' || hour > 23', ''),
  time('minutes that there are not', ' || minute > 59', ''),
  time('leap seconds', ' || second > 59', ''),
  time('offsets that there are not', 'if (offset === undefined) return undefined;', ''),
  time('an offset', 'second - offset)', 'second)'),
  time('parts of a second', ".padEnd(9, '0')", ''),
  time('hours of an offset', 'hours > 23 || ', ''),
  time('minutes of an offset', 'hours > 23 || minutes > 59', 'hours > 23'),
  time('west', "(match[1] === '-' ? -1 : 1) *", ''),
  time('text of a time only', '.(\\d{1,9}))?(Z|[+-]\\d\\d:\\d\\d)$/', '.(\\d{1,9}))?(Z|[+-]\\d\\d:\\d\\d)/'),
  time('text of a duration only', 'µs|ns))+$/', 'µs|ns))+/'),
  time('long texts of a duration', 'text.length > LONGEST_TEXT || !', '!'),
  time('parts of a unit', '+ (BigInt(part) * size) / 10n ** BigInt(part.length)', ''),
  time('all parts of a duration', 'nanos += BigInt(whole)', 'nanos = BigInt(whole)'),
  time('durations below zero', "text.startsWith('-') ? -nanos : nanos", 'nanos'),
  time('days of the month from 0', 'date.getUTCDate() - 1,', 'date.getUTCDate(),'),
  time('days of the year', 'first.setUTCMonth(0, 1);', 'first.setUTCMonth(0, 2);'),
  time('the clock east of Greenwich', '+ offset * 1000', ''),
  time('before 1970', 'nanos >= 0n ? nanos / 1_000_000n : -((999_999n - nanos) / 1_000_000n)', 'nanos / 1_000_000n'),
  time('milliseconds behind the seconds', '(nanos / 1_000_000n) % 1000n', 'nanos / 1_000_000n'),
];

const called = [
  overloads('contains', 'hay.includes(needle)', 'hay === needle'),
  overloads('startsWith', 'hay.startsWith(needle)', 'hay.includes(needle)'),
  overloads('endsWith', 'hay.endsWith(needle)', 'hay.includes(needle)'),
  overloads(
    'seeking in what is no text',
    "if (typeof hay !== 'string' || typeof needle !== 'string') return undefined;",
    "if (typeof needle !== 'string' || typeof hay !== 'string') return false;",
  ),
  overloads('seeking costs', 'frame.spend(steps(hay, needle)) ? seeks(hay, needle) : undefined', 'seeks(hay, needle)'),
  overloads('a long part costs more', '(hay.length * (1 + needle.length / 64)) / 8', 'hay.length / 8'),
  overloads('a text at one end costs little', '(_, needle) => needle.length >> 6', '(hay) => hay.length'),
  overloads('the length of a text costs', 'if (!frame.spend(text.length >> 2)) return undefined;', ''),
  overloads('code points', 'if (unit < 0xdc00 || unit > 0xdfff) length += 1;', 'length += 1;'),
  overloads('above the second halves', 'unit < 0xdc00 || unit > 0xdfff', 'unit < 0xdc00'),
  overloads('size of a list', 'if (isList(value)) return BigInt(value.length);', ''),
  overloads('size of a map', 'isMap(value) ? BigInt(value.size) : undefined', 'undefined'),
  overloads(
    'int() of what is too large',
    "typeof value === 'number' && Math.abs(value) < 2 ** 63 ?",
    "typeof value === 'number' ?",
  ),
  overloads('int() cuts off', 'BigInt(Math.trunc(value))', 'BigInt(Math.round(value))'),
  overloads(
    'int() of an int only',
    "(value) => typeof value === 'bigint'),\n  convert('int'",
    "(value) => value !== undefined),\n  convert('int'",
  ),
  overloads(
    'double() of a double only',
    "ownType('double', double, (value) => typeof value === 'number')",
    "ownType('double', double, (value) => value !== undefined)",
  ),
  overloads(
    'string() of a text only',
    "ownType('string', string, (value) => typeof value === 'string')",
    "ownType('string', string, (value) => value !== undefined)",
  ),
  overloads(
    'string() of a double costs',
    "typeof value === 'number' && frame.spend(10) ?",
    "typeof value === 'number' ?",
  ),
  overloads(
    'timestamp() costs',
    "typeof value === 'string' && frame.spend(60) ? readTimestamp",
    "typeof value === 'string' ? readTimestamp",
  ),
  overloads(
    'duration() costs',
    "typeof value === 'string' && frame.spend(60) ? readDuration",
    "typeof value === 'string' ? readDuration",
  ),
  overloads('zones', 'readAt(value, zoneOf(zone))', 'readAt(value, 0)'),
  overloads('zones by name', 'accepts: (zone) => zoneOf(zone) !== undefined,', ''),
  functions('called on a value or not', 'one.name === name && one.member === member', 'one.name === name'),
  functions('how many values', 'takes.length === given.length', 'takes.length >= given.length'),
  functions(
    'values of other types',
    'takes.every((kind, index) => fits(kind, given[index]?.type))',
    'takes.length > 0',
  ),
  functions(
    'the other overloads',
    'if (result !== undefined || second === undefined) return result;',
    'return result;',
  ),
  functions(
    'a pattern of the caller',
    "if (typeof source !== 'string') return compiler.fault(pattern.node, 'a pattern must be a literal text');",
    "if (typeof source !== 'string') return undefined;",
  ),
  functions(
    'a pattern that is none',
    "if (typeof compiled !== 'function') return compiler.fault(pattern.node, compiled.mistake);",
    "if (typeof compiled !== 'function') return undefined;",
  ),
  functions('matching costs', 'frame.spend(20 + 2 * value.length) ? compiled(value) : undefined', 'compiled(value)'),
  functions(
    'matching long texts',
    "typeof value !== 'string' || value.length > LONGEST_MATCHED",
    "typeof value !== 'string'",
  ),
  functions('matching', '? compiled(value) : undefined', '? true : undefined'),
  functions(
    'inside what is no text',
    "if (typeof text !== 'string' || !isList(list) || !list.every(isText)) return undefined;",
    "if (typeof text !== 'string' || !isList(list) || !list.every(isText)) return false;",
  ),
  functions('inside a list with other things', ' || !list.every(isText)', ''),
  functions(
    'inside costs',
    'frame.spend(20 + text.length * (3 + (list.length >> 2))) ? inside(text, list) : undefined',
    'inside(text, list)',
  ),
  functions('inside by type', "if (!fits('string', path.type) || !texts) {", "if (!fits('string', path.type)) {"),
];

export const celValues = [...counting, ...times, ...called];
