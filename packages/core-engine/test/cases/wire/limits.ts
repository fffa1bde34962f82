import { call, type Refusal, refusal, request } from './line.js';

export const tiny = { line: 200, string: 20, name: 10, depth: 5, keys: 12, id: 8 };
const over = { id: 7, limits: tiny };
const keys = (count: number): string => Array.from({ length: count }, (_, index) => `"${index}":0`).join(',');

/** Lines over a limit, by one. */
export const overLimits: readonly Refusal[] = [
  refusal('S11 line', call('{}').padEnd(201), 'line_too_long', over),
  refusal('S11 string', call(`{"a":"${'x'.repeat(21)}"}`), 'string_too_long', over),
  refusal('S11 string, counted as written', call(`{"a":"${'\\n'.repeat(11)}"}`), 'string_too_long', over),
  refusal('S11 key in arguments', call(`{"${'x'.repeat(21)}":1}`), 'string_too_long', over),
  refusal('S11 key of params', request('tools/call', `{"name":"t","${'x'.repeat(11)}":1}`), 'name_too_long', over),
  refusal(
    'S11 key of the envelope',
    `{"${'x'.repeat(11)}":1,"jsonrpc":"2.0","id":7,"method":"m"}`,
    'name_too_long',
    over,
  ),
  refusal('S11 method', request('x'.repeat(11), '{}'), 'name_too_long', over),
  refusal('S11 depth of arrays', call('{"a":[[[1]]]}'), 'too_deep', over),
  refusal('S11 depth of objects', call('{"a":{"b":{"c":{}}}}'), 'too_deep', over),
  refusal('S11 empty at the end', call('{"a":[[[]]]}'), 'too_deep', over),
  refusal('S11 keys', call(`{${keys(7)}}`), 'too_many_keys', over),
  refusal('S11 keys of many objects', call(`[{${keys(4)}},{${keys(3)}}]`), 'too_many_keys', over),
  refusal(
    'S11 keys of the envelope, no id told',
    `{"jsonrpc":"2.0","id":7,"method":"m",${keys(10)}}`,
    'too_many_keys',
    {
      limits: tiny,
    },
  ),
  refusal('S12 id', '{"jsonrpc":"2.0","id":"123456789","method":"m"}', 'id_too_long', { limits: tiny }),
  refusal('S12 id of 17 KiB', `{"jsonrpc":"2.0","id":"${'x'.repeat(17 * 1024)}","method":"m"}`, 'id_too_long', {}),
];

/** Lines of the same kinds that are exactly at a limit. */
export const atLimits: readonly { readonly name: string; readonly line: string }[] = [
  { name: 'S11 line', line: call('{}').padEnd(200) },
  { name: 'S11 string', line: call(`{"a":"${'x'.repeat(20)}"}`) },
  { name: 'S11 key in arguments', line: call(`{"${'x'.repeat(20)}":1}`) },
  { name: 'S11 key of params', line: request('tools/call', `{"name":"t","${'x'.repeat(10)}":1}`) },
  { name: 'S11 key of the envelope', line: `{"${'x'.repeat(10)}":1,"jsonrpc":"2.0","id":7,"method":"m"}` },
  { name: 'S11 method', line: request('x'.repeat(10), '{}') },
  { name: 'S11 depth', line: call('{"a":[[1]]}') },
  { name: 'S11 depth side by side', line: call('{"a":[[1],[2]],"b":[[],{}]}') },
  { name: 'S11 keys', line: call(`{${keys(6)}}`) },
  { name: 'S12 id', line: '{"jsonrpc":"2.0","id":"12345678","method":"m"}' },
];
