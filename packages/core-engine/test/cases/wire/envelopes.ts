import { call, type Refusal, refusal, request } from './line.js';

const unknown = { shape: 'unknown' } as const;
const response = { shape: 'response', id: 7 } as const;
const badId = (name: string, id: string): Refusal =>
  refusal(`S12 id ${name}`, `{"jsonrpc":"2.0","id":${id},"method":"ping"}`, 'bad_id', {});

/** Lines that are JSON, read alike by everybody, and no message. */
export const envelopes: readonly Refusal[] = [
  refusal('S9 a string', '"x"', 'not_an_object', unknown),
  refusal('S9 a number', '17', 'not_an_object', unknown),
  refusal('S9 null', ' null ', 'not_an_object', unknown),
  badId('1.5', '1.5'),
  badId('1.0', '1.0'),
  badId('1e0', '1e0'),
  badId('1E2', '1E2'),
  badId('-0', '-0'),
  badId('2^53', '9007199254740992'),
  badId('2^53+1', '9007199254740993'),
  badId('-2^53', '-9007199254740992'),
  badId('of 30 digits', '123456789012345678901234567890'),
  badId('of 400 digits', '7'.repeat(400)),
  badId('of 300,000 digits', '7'.repeat(300_000)),
  badId('1e999', '1e999'),
  badId('null', 'null'),
  badId('true', 'true'),
  badId('{}', '{}'),
  badId('[]', '[]'),
  badId('[7]', '[7]'),
  refusal('S12 id null of an answer', '{"jsonrpc":"2.0","id":null,"result":{}}', 'bad_id', { shape: 'response' }),
  refusal('S15 no id in an answer', '{"jsonrpc":"2.0","result":{}}', 'bad_id', { shape: 'response' }),
  refusal('S15 jsonrpc missing', '{"id":7,"method":"ping"}', 'bad_version'),
  refusal('S15 jsonrpc 1.0', '{"jsonrpc":"1.0","id":7,"method":"ping"}', 'bad_version'),
  refusal('S15 jsonrpc 2', '{"jsonrpc":"2","id":7,"method":"ping"}', 'bad_version'),
  refusal('S15 jsonrpc as a number', '{"jsonrpc":2.0,"id":7,"method":"ping"}', 'bad_version'),
  refusal('S15 jsonrpc null', '{"jsonrpc":null,"id":7,"result":{}}', 'bad_version', response),
  refusal('S15 jsonrpc with a space', '{"jsonrpc":"2.0 ","id":7,"method":"ping"}', 'bad_version'),
  refusal('S15 method and result', '{"jsonrpc":"2.0","id":7,"method":"ping","result":{}}', 'mixed_message'),
  refusal('S15 method and error', '{"jsonrpc":"2.0","id":7,"method":"ping","error":{}}', 'mixed_message'),
  refusal('S15 method and result without id', '{"jsonrpc":"2.0","method":"ping","result":{}}', 'mixed_message', {
    shape: 'notification',
  }),
  refusal(
    'S15 result and error',
    '{"jsonrpc":"2.0","id":7,"result":{},"error":{"code":1,"message":""}}',
    'mixed_message',
    response,
  ),
  refusal('S15 neither method nor result nor error', '{"jsonrpc":"2.0","id":7}', 'mixed_message', {
    shape: 'unknown',
    id: 7,
  }),
  refusal('S15 an empty object', '{}', 'bad_version', unknown),
  refusal('S18 method a number', '{"jsonrpc":"2.0","id":7,"method":1}', 'bad_method'),
  refusal('S18 method null', '{"jsonrpc":"2.0","id":7,"method":null}', 'bad_method'),
  refusal('S18 method an array', '{"jsonrpc":"2.0","id":7,"method":["tools/call"]}', 'bad_method'),
  refusal('S18 method empty', '{"jsonrpc":"2.0","id":7,"method":""}', 'bad_method'),
  ...['null', 'true', '0', '"x"', '[]', '[{"name":"t"}]'].map((params) =>
    refusal(`S18 params ${params}`, request('tools/call', params), 'bad_params'),
  ),
  refusal('S18 params of a notification', '{"jsonrpc":"2.0","method":"x","params":[]}', 'bad_params', {
    shape: 'notification',
  }),
  ...['null', '[]', '"x"', '1'].map((result) =>
    refusal(`result ${result}`, `{"jsonrpc":"2.0","id":7,"result":${result}}`, 'bad_result', response),
  ),
  ...[
    'null',
    '"x"',
    '[]',
    '{}',
    '{"code":1}',
    '{"message":"x"}',
    '{"code":"1","message":"x"}',
    '{"code":1.5,"message":"x"}',
    '{"code":null,"message":"x"}',
    '{"code":1,"message":null}',
  ].map((error) => refusal(`error ${error}`, `{"jsonrpc":"2.0","id":7,"error":${error}}`, 'bad_error', response)),
  refusal(
    'an id behind what was refused is still told',
    '{"jsonrpc":"2.0","method":"ping","method":"x","id":"é\\n"}',
    'duplicate_key',
    { id: 'é\n' },
  ),
  refusal('an id deep down is none', `${call('{"id":1,"id":2}').replace('"id":7,', '')}`, 'duplicate_key', {
    shape: 'notification',
  }),
];
