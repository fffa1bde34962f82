import { mutators } from '../mutation.mjs';

/** What is changed in the parts of conditions in CEL: names, fields, lists, macros, bounds. */

const [build, access, macro, literal] = mutators('src/condition/cel', ['build', 'access', 'macro', 'literal']);
const [compile, frame, parse, type, expression, variables] = mutators('src/condition/cel', [
  ...['compile', 'frame', 'parse', 'type', 'expression', 'variables'],
]);

const parts = [
  build('the variable of a macro', 'if (scope.name === name) return { node', "if (scope.name === '') return { node"),
  build(
    'variables of outer macros',
    'for (let scope = local; scope !== undefined; scope = scope.outer) {\n    const { slot }',
    'for (let scope = local; scope !== undefined; scope = undefined) {\n    const { slot }',
  ),
  build(
    'minus in front of the least int',
    "if (number.op === 'value' && typeof number.args === 'bigint') return compileLiteral(compiler, node, -number.args);",
    '',
  ),
  build(
    'what is chosen',
    'chosen ? then.run(frame) : otherwise.run(frame)',
    'chosen ? otherwise.run(frame) : then.run(frame)',
  ),
  build('a choice by what is unknown', 'chosen === undefined ? undefined : chosen ? then', 'chosen ? then'),
  build('both sides of one type', 'const type = unify(then.type, otherwise.type);', 'const type = then.type;'),
  build('chains lean either way', 'waiting.push(next.args[1], next.args[0])', 'waiting.push(next.args[1])'),
  access('a field of a map', 'isMap(value) ? value.get(name) : undefined', 'undefined'),
  access(
    'a field that there is not, by type',
    'if (field === undefined) return compiler.fault(node, unknownField(type, name));',
    'if (field === undefined) return undefined;',
  ),
  access('a list that there is not', 'compiler.lists?.includes(name) === false', 'compiler.lists?.length === 0'),
  access(
    'a field of one',
    'if (keys.length === 1) {\n    return (frame) => {\n      const value = root(frame);\n      return isMap(value) ? value.get(first) : within(value);',
    'if (keys.length === 1) {\n    return (frame) => {\n      const value = root(frame);\n      return isMap(value) ? value.get(first) : undefined;',
  ),
  access(
    'a field of two',
    'isMap(inner) ? inner.get(second) : within(inner)',
    'isMap(inner) ? inner.get(second) : undefined',
  ),
  access(
    'a field of two, the first',
    'const inner = isMap(value) ? value.get(first) : within(value);',
    'const inner = isMap(value) ? value.get(first) : undefined;',
  ),
  access('a field of many', 'if (!isMap(value)) return within(value);', 'if (!isMap(value)) return undefined;'),
  access('what was not read', 'value instanceof Unreadable ? value : undefined;\n}', 'value as undefined;\n}'),
  access(
    'an item of what was not read',
    'if (!isList(value)) return within(value);',
    'if (!isList(value)) return undefined;',
  ),
  access('an item of a map', "typeof at === 'string' ? value.get(at) : undefined", 'value.get(String(at))'),
  access(
    'an item by text',
    "typeof at === 'bigint' || typeof at === 'number' ? itemAt(value, Number(at)) : undefined",
    'itemAt(value, Number(at))',
  ),
  access(
    'whole numbers from 0',
    'Number.isSafeInteger(index) && index >= 0 ? list[index] : undefined',
    'list.at(index)',
  ),
  access(
    'an item by what is none, by type',
    "if (owner.kind === 'list') return number ? owner.item : undefined;",
    "if (owner.kind === 'list') return owner.item;",
  ),
  access('has() of what was not read', 'value instanceof Unreadable ? undefined : isMap', 'isMap'),
  access('has()', 'isMap(value) && value.has(name)', 'isMap(value)'),
  access('has() of what has no fields', 'isMap(value) && value.has(name)', '!isMap(value) || value.has(name)'),
  access('has() of an object', 'read(frame) !== undefined', 'true'),
  access('lists as sets', 'if (list === undefined) return undefined;', ''),
  literal('a list of what is unknown', 'known.length === values.length ? known : undefined', 'known'),
  literal('a key twice', "if (twice !== undefined) return compiler.fault(twice, 'this key stands here twice');", ''),
  literal('keys are text', ": compiler.fault(key, 'a key of a map must be a literal text'),", ': String(key.args),'),
  literal(
    'ints of more than 64 bits',
    'asInt(value) === undefined ? compiler.fault',
    'asInt(0n) === undefined ? compiler.fault',
  ),
  literal('one type', 'if (next === undefined || holdsObjects(next)) {', 'if (next === null) {'),
  type('int and double compare', 'if (isNumber(a) && isNumber(b)) return true;', ''),
  type('lists of what compares', "if (a.kind === 'list' && b.kind === 'list') return comparable(a.item, b.item);", ''),
  type('objects do not compare', 'if (holdsObjects(a) || holdsObjects(b)) return false;\n', ''),
  type('lists of one type', 'return item && listOf(item);', 'return listOf(item ?? dyn);'),
  variables('labels', 'new Map(Object.entries(labels))', 'new Map()'),
  variables('the highest score', 'Math.max(most, one.score), 0)', 'one.score, 0)'),
  variables('milliseconds', 'BigInt(now ?? 0) * 1_000_000n', 'BigInt(now ?? 0) * 1_000n'),
];

const macros = [
  macro('a map by its keys', 'isMap(value) ? value.keys()', 'isMap(value) ? value.values()'),
  macro(
    'what is neither list nor map',
    'if (items === undefined) return false;',
    'if (items === undefined) return true;',
  ),
  macro('each item costs', 'if (!frame.spend(weight)) return false;', ''),
  macro('as much as there is to evaluate', 'const weight = 1 + compiler.parts() - before;', 'const weight = 1;'),
  macro('variables apart', 'outer === undefined ? 0 : outer.slot + 1', '0'),
  macro('the item', 'frame.locals[local.slot] = one;', ''),
  macro('an end that nothing decides', 'if (visit(frame, one)) break;', 'visit(frame, one);'),
  macro('names of ours', 'if (variables.has(variable.args))', 'if (variables.has(name))'),
  macro('how many parameters', '!COUNTS.get(name)?.includes(parameters.length)', 'parameters.length > 3'),
  macro(
    'what is neither, by type',
    'if (item === undefined) return compiler',
    'if (item === undefined) return undefined;\n  if (item === null) return compiler',
  ),
  macro('all and exists apart', 'all: quantifier(false)', 'all: quantifier(true)'),
  macro('exists and all apart', 'exists: quantifier(true)', 'exists: quantifier(false)'),
  macro(
    'all of nothing',
    'let truth: Truth = !decisive;\n    const done',
    'let truth: Truth = decisive;\n    const done',
  ),
  macro('one that is unknown', 'if (one === undefined) truth = undefined;', ''),
  macro('one decides', 'if (one === decisive) truth = decisive;', ''),
  macro('no steps left', 'return done ? truth : undefined;', 'return truth;'),
  macro('no steps left for a list', 'return done && known ? list : undefined;', 'return known ? list : undefined;'),
  macro('a list with what is unknown', 'return done && known ? list : undefined;', 'return done ? list : undefined;'),
  macro('filter', 'else if (one) list.push(made);', 'else list.push(made);'),
  macro('map', 'one === true && transform !== undefined ? transform(frame) : item', 'item'),
  macro('map with what is unknown', 'one === undefined || made === undefined', 'one === undefined'),
  macro('filter with what is unknown', 'one === undefined || made === undefined', 'made === undefined'),
  macro('exists_one', 'count === 1 : undefined', 'count >= 1 : undefined'),
  macro('exists_one of none', 'count === 1 : undefined', 'count <= 1 : undefined'),
  macro(
    'exists_one with what is unknown',
    'if (one === undefined) known = false;\n    else if (one) count',
    'if (one) count',
  ),
  macro('exists_one without steps', 'return done && known ? count', 'return known ? count'),
];

const bounds = [
  frame('steps', 'Math.min(MOST_STEPS, scope.cost.left)', 'Infinity'),
  frame('steps of one expression', 'Math.min(MOST_STEPS, scope.cost.left)', 'scope.cost.left'),
  frame('steps that are used up', ' && this.left >= 0;', ';'),
  frame('steps are spent', 'this.left -= steps;', ''),
  compile(
    'who uses up the steps',
    "frame.settle() && typeof value === 'boolean' ? value : undefined",
    "typeof value === 'boolean' ? value : undefined",
  ),
  compile(
    'what is neither true nor false',
    "frame.settle() && typeof value === 'boolean' ? value : undefined",
    'frame.settle() ? (value as Truth) : undefined',
  ),
  compile('a condition of another type', "if (type.kind !== 'bool' && type.kind !== 'dyn') {", 'if (type === null) {'),
  compile(
    'what can never be evaluated',
    "if (constant !== undefined && constant.value === undefined) return mistake('when'",
    "if (constant === null) return mistake('when'",
  ),
  compile(
    'an amount of another type',
    "if (type.kind !== 'int' && type.kind !== 'double' && type.kind !== 'dyn') {",
    'if (type === null) {',
  ),
  compile(
    'an amount that is never one',
    'if (constant !== undefined && amountOf(constant.value) === undefined) {',
    'if (constant === null) {',
  ),
  compile('an amount below zero', ' || number < 0) return undefined;', ') return undefined;'),
  compile('an amount that is endless', '!Number.isFinite(number) || ', ''),
  compile(
    'an amount beyond 2^53',
    "typeof value === 'number' || Number.isSafeInteger(number) ? number : undefined",
    'number',
  ),
  compile('an amount that used up the steps', 'frame.settle() ? amountOf(value) : undefined', 'amountOf(value)'),
  compile('depth', 'if (depth === DEEPEST) return compiler.fault(part, TOO_DEEP);', ''),
  compile('depth of what is beside', 'depth -= 1;', ''),
  parse('the length of an expression', 'if (source.length > LONGEST) return', 'if (source.length < 0) return'),
  parse('halves of pairs', 'if (/\\p{Cs}/u.test(source)) return', 'if (source === null) return'),
  parse('signs in a row', 'if (error instanceof RangeError) return { offset: 0, message: TOO_DEEP };', ''),
  parse('the depth of brackets', 'maxDepth: DEEPEST', 'maxDepth: 100_000'),
  parse('the number of parts', 'maxAstNodes: MOST_NODES', 'maxAstNodes: 1_000_000'),
  parse(
    'what is shown of it',
    'const word = quote(source.slice(start, Math.max(end, start + 1)));',
    'const word = source.slice(start, Math.max(end, start + 1));',
  ),
  expression(
    'constants',
    'if (!parts.every(({ constant }) => constant !== undefined)) return { node, type, run };',
    '',
  ),
];

export const celParts = [...parts, ...macros, ...bounds];
