import { call, request } from './line.js';

const raw = String.raw;

/** A line that the agent may send, and the message that it is. */
export interface Accepted {
  readonly name: string;
  readonly line: string;
  readonly kind: 'request' | 'notification' | 'response';
}

const asked = (name: string, line: string): Accepted => ({ name, line, kind: 'request' });
const withId = (name: string, id: string): Accepted =>
  asked(`S12 id ${name}`, `{"jsonrpc":"2.0","id":${id},"method":"ping"}`);

export const accepted: readonly Accepted[] = [
  asked('without params', '{"jsonrpc":"2.0","id":7,"method":"ping"}'),
  asked('empty params', request('ping', '{}')),
  asked(
    'white space everywhere',
    ' \t{ "jsonrpc" : "2.0" ,\t"id" : 7 , "method" : "ping" , "params" : { "a" : [ 1 , 2 ] } }\t ',
  ),
  asked('other order', '{"params":{"name":"t"},"method":"tools/call","id":7,"jsonrpc":"2.0"}'),
  asked('version with an escape', raw`{"jsonrpc":"2\u002e0","id":7,"method":"ping"}`),
  asked('method with an escape', raw`{"jsonrpc":"2.0","id":7,"method":"p\u0069ng"}`),
  asked('unknown keys', '{"jsonrpc":"2.0","id":7,"method":"ping","x":[1],"mеthod":2,"params":{"y":{},"näm":1}}'),
  asked('protocol keys of another method', request('ping', '{"Name":1,"URI":2}')),
  asked('protocol keys deeper down', call('{"Name":1,"name":2,"id":3,"ID":4}')),
  asked('one key in many objects', call('{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}')),
  asked('keys that differ by case', call('{"path":1,"Path":2}')),
  asked('keys of one length', call('{"abc":1,"abd":2,"bbc":3,"acc":4}')),
  asked(
    'keys with escapes that some writers need',
    call(raw`{"a":1,"\u003cb\u0026":2,"\\u0062":3,"\u002B":4,"\"":5,"\u00e9":6,"\u0000":7,"\u1061":8,"\u0161":9}`),
  ),
  asked('40 keys, one key inside again', call(`{${Array.from({ length: 40 }, (_, k) => `"k${k}":{"k1":0}`)}}`)),
  asked('numbers of all forms', call('[0,-0,1.5,-1e9,1E+2,1e-2,10,9007199254740993,1e999]')),
  asked('S6 a number of 400 digits', call(`{"n":${'9'.repeat(400)}}`)),
  asked('words', call('[true,false,null]')),
  asked('all escapes', call(raw`{"a":"\"\\\/\b\f\n\r\t\u0041\uABCD\uabcd"}`)),
  asked('S7 a pair of surrogates', call(raw`{"a":"\ud83d\ude00","\ud83d\ude00":1}`)),
  asked('S7 the ends of the surrogates', call(raw`{"a":"\ud800\udc00\udbff\udfff\ud7ff\ue000"}`)),
  asked('S7 U+0000 and U+001B by escape', call(raw`{"a":"\u0000\u001b"}`)),
  asked(
    'S8 the ends of UTF-8',
    call('{"a":"\x7f\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{3ffff}\u{40000}\u{10ffff}"}'),
  ),
  asked('a byte order mark in a string', call('{"\ufeffa":"\ufeff"}')),
  asked('S10 raw U+2028 in a string', call('{"a":"\u2028\u2029"}')),
  asked('S4 __proto__ and constructor', call('{"__proto__":{"name":"x"},"constructor":{"prototype":{"name":"x"}}}')),
  asked('S4 __proto__ in params', request('tools/call', '{"name":"t","__proto__":{"name":"x"},"toString":1}')),
  asked('S13 an array of messages as an argument', call(`[${call('{}')},[${call('{}')}]]`)),
  withId('0', '0'),
  withId('-1', '-1'),
  withId('2^53-1', '9007199254740991'),
  withId('-(2^53-1)', '-9007199254740991'),
  withId('empty', '""'),
  withId('"0"', '"0"'),
  withId('__proto__', '"__proto__"'),
  withId('of 10 kB', `"${'x'.repeat(10_000)}"`),
  withId('emoji', '"😀"'),
  withId('emoji by escapes', raw`"\ud83d\ude00"`),
  { name: 'a notification', line: '{"jsonrpc":"2.0","method":"notifications/initialized"}', kind: 'notification' },
  { name: 'a result', line: '{"jsonrpc":"2.0","id":7,"result":{"Name":1,"name":2}}', kind: 'response' },
  { name: 'an empty result', line: '{"result":{},"id":"7","jsonrpc":"2.0"}', kind: 'response' },
  {
    name: 'an error',
    line: '{"jsonrpc":"2.0","id":7,"error":{"code":-32000,"message":"","data":[1]}}',
    kind: 'response',
  },
];
