import { answer, bytesOf, type Refusal, refusal } from './line.js';

const raw = String.raw;
const waiting = { shape: 'response', id: 7 } as const;
const lost = { shape: 'response' } as const;
const sampling = (params: string): string =>
  `{"jsonrpc":"2.0","id":7,"method":"sampling/createMessage","params":${params}}`;

/** Lines of a server that are refused, and what the request that waits can be told by. */
export const fromServers: readonly Refusal[] = [
  refusal('S78 junk', 'Server listening on port 3000', 'not_json', { shape: 'unknown' }),
  refusal('S78 result and error', '{"jsonrpc":"2.0","id":7,"result":{},"error":{}}', 'mixed_message', waiting),
  refusal('S78 neither', '{"jsonrpc":"2.0","id":7}', 'mixed_message', { shape: 'unknown', id: 7 }),
  refusal('S78 error with id null', '{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"x"}}', 'bad_id', lost),
  refusal('S78 id twice', '{"jsonrpc":"2.0","id":7,"result":{},"id":8}', 'duplicate_key', lost),
  refusal('S78 id and ID', '{"jsonrpc":"2.0","id":7,"result":{},"ID":8}', 'look_alike_key', lost),
  refusal('S78 Result', '{"jsonrpc":"2.0","id":7,"Result":{}}', 'look_alike_key', waiting),
  refusal('S78 result with an escape', raw`{"jsonrpc":"2.0","id":7,"resul\u0074":{}}`, 'escaped_key', waiting),
  refusal('S78 result twice', '{"jsonrpc":"2.0","id":7,"result":{},"result":{}}', 'duplicate_key', waiting),
  refusal('S78 content twice in result', answer('{"content":[],"content":[]}'), 'duplicate_key', waiting),
  refusal('S78 twice, escaped', answer(raw`{"tools":[],"t\u006fols":[]}`), 'duplicate_key', waiting),
  refusal(
    'S78 code twice in error',
    '{"jsonrpc":"2.0","id":7,"error":{"code":1,"code":2,"message":"x"}}',
    'duplicate_key',
    waiting,
  ),
  refusal(
    'S78 requestId twice in a notification',
    '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"requestId":2}}',
    'duplicate_key',
    { shape: 'notification' },
  ),
  refusal('S78 lone surrogate in a key of result', answer(raw`{"\ud800":1}`), 'lone_surrogate', waiting),
  refusal(
    'S78 lone surrogate in the envelope',
    raw`{"jsonrpc":"2.0","id":7,"result":{},"x":"\ud800"}`,
    'lone_surrogate',
    waiting,
  ),
  refusal('S78 raw CR', answer('{"a":\r1}'), 'raw_carriage_return', waiting),
  refusal('S78 byte order mark', `\ufeff${answer('{}')}`, 'byte_order_mark', waiting),
  refusal('S78 a batch', `[${answer('{}')}]`, 'batch', { shape: 'unknown' }),
  refusal('S78 too deep', answer(`{"a":${'['.repeat(127)}${']'.repeat(127)}}`), 'too_deep', waiting),
  refusal('S78 line too long', answer('{"a":"xxxxxxxx"}'), 'line_too_long', { ...waiting, limits: { line: 30 } }),
  refusal('S78 too many keys in result', answer('{"a":1,"b":2,"c":3}'), 'too_many_keys', {
    ...waiting,
    limits: { keys: 5 },
  }),
  refusal(
    'S78 invalid UTF-8 in the body, id behind it',
    bytesOf('{"jsonrpc":"2.0","result":{"a":"', 0xff, '"},"id":7}'),
    'invalid_utf8',
    waiting,
  ),
  refusal(
    'S78 invalid UTF-8 in the id',
    bytesOf('{"jsonrpc":"2.0","id":"7', 0xff, '","result":{}}'),
    'invalid_utf8',
    lost,
  ),
  refusal(
    'S78 invalid UTF-8 in a key of the envelope',
    bytesOf('{"jsonrpc":"2.0","id":7,"i', 0xff, 'd":8,"result":{}}'),
    'invalid_utf8',
    lost,
  ),
  refusal('S78 cut off behind the id', '{"jsonrpc":"2.0","id":7,"result":{"a":', 'not_json', {
    shape: 'unknown',
    id: 7,
  }),
  refusal('S78 cut off in result, which came first', '{"jsonrpc":"2.0","result":{},"id":7,', 'not_json', waiting),
  refusal('S78 cut off in the id', '{"jsonrpc":"2.0","result":{},"id":7', 'not_json', lost),
  refusal('S78 trailing bytes', `${answer('{}')}${answer('{}')}`, 'trailing_bytes', waiting),
  refusal('S78 result no object', answer('[]'), 'bad_result', waiting),
  refusal('S20 a request with a key twice, deep down', sampling('{"messages":[{"a":1,"a":2}]}'), 'duplicate_key'),
  refusal('S20 a request with a lone surrogate, deep down', sampling(raw`{"messages":["\ud800"]}`), 'lone_surrogate'),
  refusal('S20 a request with a key that looks alike', sampling('{"messages":[],"Messages":[]}'), 'look_alike_key'),
  refusal('S20 a request with an id of the wrong type', '{"jsonrpc":"2.0","id":1.5,"method":"ping"}', 'bad_id', {}),
];

/** Lines of a server that are taken although the agent's would not be. */
export const laxBodies: readonly { readonly name: string; readonly line: string }[] = [
  { name: 'a key twice, deep down', line: answer('{"content":[{"text":"a","text":"b"}]}') },
  { name: 'a key twice in an object inside of result', line: answer('{"a":{"b":1,"b":2}}') },
  { name: 'a lone surrogate in result', line: answer(raw`{"text":"\ud800"}`) },
  { name: 'a lone surrogate deep down, in a key too', line: answer(raw`{"a":{"\udc00":"\ud800"}}`) },
  { name: 'look-alikes in result', line: answer('{"Content":1,"content":2}') },
  { name: 'a string over the limit', line: answer(`{"text":"${'x'.repeat(300)}"}`) },
  { name: 'many keys, deep down', line: answer(`{"a":{${Array.from({ length: 60 }, (_, k) => `"${k}":0`)}}}`) },
];
