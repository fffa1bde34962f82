import { mutators } from '../mutation.mjs';

/** What is changed in how conditions in CEL compare and join. */

const [operators, equal, build] = mutators('src/condition/cel', ['operators', 'equal', 'build']);

const comparing = [
  operators('== and != apart', 'same === undefined ? undefined : same === wanted', 'same'),
  operators('== of what is unknown', 'same === undefined ? undefined : same === wanted', 'same === wanted'),
  operators(
    'a text, ==',
    'typeof value === type ? (value === constant) === wanted : undefined',
    'typeof value === type ? value === constant : undefined',
  ),
  operators(
    'a text and what is none',
    'typeof value === type ? (value === constant) === wanted : undefined',
    '(value === constant) === wanted',
  ),
  operators(
    'a number, !=',
    "if (typeof value === 'number') return (value === constant) === wanted;",
    "if (typeof value === 'number') return value === constant;",
  ),
  operators(
    'an int, !=',
    "typeof value === 'bigint' ? (value === whole) === wanted : undefined",
    "typeof value === 'bigint' ? value === whole : undefined",
  ),
  operators(
    'a number and what is none',
    "typeof value === 'bigint' ? (value === whole) === wanted : undefined",
    '(value === whole) === wanted',
  ),
  operators(
    'ints that doubles do not have',
    "typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value",
    "typeof value === 'bigint' ? Number(value) : value",
  ),
  operators(
    'text is no time',
    'if (conversion !== undefined) return compiler.fault(...conversion);\n    if (!comparable',
    'if (!comparable',
  ),
  operators(
    'text has no order in time',
    'if (conversion !== undefined) return compiler.fault(...conversion);\n    const known',
    'const known',
  ),
  operators('what cannot be compared', 'if (!comparable(left.type, right.type)) {', 'if (!compiler) {'),
  operators('< between any', "'<': (order) => order < 0", "'<': (order) => order <= 0"),
  operators('<= between any', "'<=': (order) => order <= 0", "'<=': (order) => order < 0"),
  operators('> between any', "'>': (order) => order > 0", "'>': (order) => order >= 0"),
  operators('>= between any', "'>=': (order) => order >= 0", "'>=': (order) => order > 0"),
  operators('an order of what has none', 'found === undefined ? undefined : holds(found)', 'holds(found ?? 0)'),
  operators('< from the right', "{ '<': '>', '<='", "{ '<': '<', '<='"),
  operators('<= from the right', "'<=': '>=', '>'", "'<=': '<=', '>'"),
  operators('> from the right', "'>': '<', '>='", "'>': '>', '>='"),
  operators('>= from the right', "'>=': '<=' }", "'>=': '>=' }"),
  operators('what has no order', '!known || ', ''),
  operators('objects have no order', '|| !ORDERED.has(left.type.kind) || !ORDERED.has(right.type.kind)', ''),
  operators('< a number', 'value < bound', 'value <= bound'),
  operators('<= a number', 'value <= bound', 'value < bound'),
  operators('> a number', 'value > bound', 'value >= bound'),
  operators('>= a number', 'value >= bound', 'value > bound'),
  operators('text is no number', "typeof value === 'number' || typeof value === 'bigint';", 'value !== undefined;'),
  equal('texts', '? a === b : undefined', '? a.length === b.length : undefined'),
  equal('texts cost', 'frame.spend(a.length === b.length ? a.length >> 6 : 0)', 'frame.spend(0)'),
  equal('numbers', 'return a == b;', 'return a === b;'),
  equal(
    'true and false',
    "typeof b === 'boolean') return a === b;\n  if (a === null",
    "typeof b === 'boolean') return true;\n  if (a === null",
  ),
  equal('null', 'if (a === null && b === null) return true;', ''),
  equal('null and something', 'a === null && b === null', 'a === null || b === null'),
  equal('times', 'if (a instanceof Timestamp && b instanceof Timestamp) return a.nanos === b.nanos;', ''),
  equal('durations', 'if (a instanceof Duration && b instanceof Duration) return a.nanos === b.nanos;', ''),
  equal(
    'other types',
    'return a.nanos === b.nanos;\n  return undefined;',
    'return a.nanos === b.nanos;\n  return false;',
  ),
  equal('lists of other lengths', 'if (a.length !== b.length) return false;', ''),
  equal('maps of other sizes', 'if (a.size !== b.size) return false;', ''),
  equal('a key that is missing', 'if (other === undefined) return false;', 'if (other === undefined) continue;'),
  equal(
    'one item that differs',
    'const same = equal(frame, item, b[index] as Cel);\n    if (same === false) return false;',
    'const same = equal(frame, item, b[index] as Cel);',
  ),
  equal(
    'one item that is unknown',
    'b[index] as Cel);\n    if (same === false) return false;\n    if (same === undefined) truth = undefined;',
    'b[index] as Cel);\n    if (same === false) return false;',
  ),
  equal(
    'one value that differs',
    'equal(frame, value, other);\n    if (same === false) return false;',
    'equal(frame, value, other);',
  ),
  equal(
    'one value that is unknown',
    'equal(frame, value, other);\n    if (same === false) return false;\n    if (same === undefined) truth = undefined;',
    'equal(frame, value, other);\n    if (same === false) return false;',
  ),
  equal('one of a list', 'if (same === true) return true;', ''),
  equal(
    'one of a list that is unknown',
    'if (same === true) return true;\n    if (same === undefined) truth = undefined;',
    'if (same === true) return true;',
  ),
  equal('the order of numbers', 'if (isNumeric(a) && isNumeric(b)) return a < b ? -1 : a > b ? 1 : 0;', ''),
  equal('the order of true and false', 'return Number(a) - Number(b);', 'return Number(b) - Number(a);'),
  equal(
    'the order of times',
    'return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;',
    'return a.nanos < b.nanos ? 1 : a.nanos > b.nanos ? -1 : 0;',
  ),
  equal('times and durations', 'if (!times) return undefined;', ''),
  equal('pairs stand above', 'high === low ? left - right : high ? 1 : -1', 'left - right'),
  equal('the longer text', 'return a.length - b.length;', 'return 0;'),
  equal('texts in order cost', 'if (!frame.spend(length >> 2)) return undefined;', ''),
  equal(
    'items cost',
    'for (const [index, item] of a.entries()) {\n    if (!frame.spend(2)) return undefined;',
    'for (const [index, item] of a.entries()) {',
  ),
  equal(
    'values cost',
    'for (const [key, value] of a) {\n    if (!frame.spend(2)) return undefined;',
    'for (const [key, value] of a) {',
  ),
  equal(
    'one of many costs',
    'for (const item of list) {\n    if (!frame.spend(2)) return undefined;',
    'for (const item of list) {',
  ),
];

const joining = [
  operators('&& and || of two: the first decides', 'if (a === decisive) return decisive;', ''),
  operators('of two: the second decides', 'b === decisive ? decisive : a', 'a'),
  operators(
    'of two: the first is unknown',
    'a === undefined || b === undefined ? undefined : !decisive',
    'b === undefined ? undefined : !decisive',
  ),
  operators(
    'of two: the second is unknown',
    'a === undefined || b === undefined ? undefined : !decisive',
    'a === undefined ? undefined : !decisive',
  ),
  operators('of many: one decides', 'if (value === decisive) return decisive;', ''),
  operators('of many: one is unknown', 'if (value === undefined) truth = undefined;', ''),
  operators('one that is known decides', 'decided === undefined ? fold', 'decided !== null ? fold'),
  operators(
    'what is neither true nor false',
    "if (type.kind !== 'dyn') return compiler.fault(node, `true or false",
    'if (type === undefined) return compiler.fault(node, `true or false',
  ),
  operators(
    'a value that is neither',
    "typeof value === 'boolean' ? value : undefined;\n  };",
    'value as Truth;\n  };',
  ),
  operators('a key of a map', "typeof value === 'string' ? where.has(value) : undefined", 'undefined'),
  operators(
    'in a map: no text',
    "typeof value === 'string' ? where.has(value) : undefined",
    'where.has(value as string)',
  ),
  operators(
    'in what is no list',
    'isList(where) ? among(frame, value, where) : undefined',
    'isList(where) ? among(frame, value, where) : false',
  ),
  operators(
    'in a set of texts',
    "if (typeof value === 'string') return set?.has(value);",
    "if (typeof value === 'string') return set === undefined ? undefined : true;",
  ),
  operators('no text in a set of texts', 'among(frame, value, set);', 'false;'),
  operators(
    'in what is no list, by type',
    "if (type.kind !== 'list' && type.kind !== 'map' && type.kind !== 'dyn') {",
    'if (type === undefined) {',
  ),
  operators(
    'what cannot be in it, by type',
    'if (!comparable(left.type, item) || holdsObjects(type)) {',
    'if (type === undefined) {',
  ),
  build('&& and || apart', "node.op === '||');", "node.op === '&&');"),
  build('== and != by name', "compileEqual(node.op === '==')", "compileEqual(node.op !== '==')"),
  build('! of what is unknown', 'value === undefined ? undefined : !value', '!value'),
  build('!', 'value === undefined ? undefined : !value', 'value'),
];

export const celOperators = [...comparing, ...joining];
