import { test } from 'vitest';
import { attack, guard } from '../fixtures/scene.js';

/** Title and line. The honest name stands where one parser looks, the denied one where another does. */
type Case = readonly [title: string, line: string];

const ambiguous = [-32600];
const call = (params: string, id = '7'): string =>
  `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{${params}}}`;

const duplicates: readonly Case[] = [
  ['name', call('"name":"echo","name":"delete_file"')],
  ['name, the denied one first', call('"name":"delete_file","arguments":{},"name":"echo"')],
  ['name, the same value', call('"name":"echo","name":"echo"')],
  ['name, one escaped', call('"name":"echo","n\\u0061me":"delete_file"')],
  ['name, both escaped', call('"n\\u0061me":"echo","na\\u006de":"delete_file"')],
  ['name, only once but escaped', call('"n\\u0061me":"delete_file"')],
  ['arguments', call('"name":"echo","arguments":{"a":1},"arguments":{"a":2}')],
  ['_meta', call('"name":"echo","_meta":{},"_meta":{"progressToken":1}')],
  ['params', '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo"},"params":{"name":"delete_file"}}'],
  [
    'params, one escaped',
    '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo"},"p\\u0061rams":{"name":"delete_file"}}',
  ],
  ['method', '{"jsonrpc":"2.0","id":7,"method":"ping","method":"tools/call","params":{"name":"delete_file"}}'],
  [
    'method, one escaped',
    '{"jsonrpc":"2.0","id":7,"method":"ping","metho\\u0064":"tools/call","params":{"name":"delete_file"}}',
  ],
  [
    'method behind params',
    '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"delete_file"},"method":"ping"}',
  ],
  ['jsonrpc', '{"jsonrpc":"2.0","jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"delete_file"}}'],
];

const duplicateIds: readonly Case[] = [
  ['id', '{"jsonrpc":"2.0","id":7,"id":8,"method":"tools/call","params":{"name":"delete_file"}}'],
  ['id, the same value', '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo"},"id":7}'],
  ['id, one escaped', '{"jsonrpc":"2.0","id":7,"\\u0069d":8,"method":"tools/call","params":{"name":"echo"}}'],
];

attack('S1: a key twice', { policy: guard }, (scene) => {
  test.each(duplicates)('S1: %s', async (_, line) => void (await scene.refused(line, { codes: ambiguous, id: 7 })));
  test.each(duplicateIds)(
    'S1: %s',
    async (_, line) => void (await scene.refused(line, { codes: ambiguous, id: null })),
  );
});

const envelope = (keys: string): string => `{"jsonrpc":"2.0","id":7,${keys}}`;
const lookAlikes: readonly Case[] = [
  ...['Name', 'NAME', 'nAmE'].map(
    (key): Case => [`\`${key}\` beside name`, call(`"name":"echo","${key}":"delete_file"`)],
  ),
  ['`Name` alone', call('"Name":"delete_file"')],
  ['`Arguments` beside arguments', call('"name":"echo","arguments":{},"Arguments":{"path":"/etc/shadow"}')],
  ['`_META` beside _meta', call('"name":"echo","_meta":{},"_META":{}')],
  ['`TASK`', call('"name":"echo","TASK":{}')],
  ['`RequestState`', call('"name":"echo","RequestState":"x"')],
  [
    '`Params` beside params',
    envelope('"method":"tools/call","params":{"name":"echo"},"Params":{"name":"delete_file"}'),
  ],
  ['`PARAMS` alone', envelope('"method":"tools/call","PARAMS":{"name":"delete_file"}')],
  ['`Method` beside method', envelope('"method":"ping","Method":"tools/call","params":{"name":"delete_file"}')],
  ['`URI` beside uri', envelope('"method":"resources/read","params":{"uri":"a:b","URI":"file:///etc/shadow"}')],
  ['`JSONRPC` beside jsonrpc', envelope('"JSONRPC":"1.0","method":"tools/call","params":{"name":"echo"}')],
  ['`Result` in a request', envelope('"method":"tools/call","params":{"name":"echo"},"Result":{}')],
];

attack('S2: a key that differs by case', { policy: guard }, (scene) => {
  test.each(lookAlikes)('S2: %s', async (_, line) => void (await scene.refused(line, { codes: [-32600, -32602] })));
  test('S2: `Id` beside id', async () => {
    const line = '{"jsonrpc":"2.0","id":7,"Id":8,"method":"tools/call","params":{"name":"echo"}}';
    await scene.refused(line, { codes: ambiguous });
  });
});

const folding: readonly Case[] = [
  [
    'long s in params, escaped',
    envelope('"method":"tools/call","params":{"name":"echo"},"param\\u017f":{"name":"delete_file"}'),
  ],
  [
    'long s in params, as UTF-8',
    envelope('"method":"tools/call","params":{"name":"echo"},"param\u017f":{"name":"delete_file"}'),
  ],
  ['long s in arguments', call('"name":"echo","argument\u017f":{"path":"/etc/shadow"}')],
  ['Kelvin sign in task', call('"name":"echo","tas\\u212a":{}')],
  ['name with NUL behind it', call('"name":"echo","name\\u0000":"delete_file"')],
  ['NUL in front of name', call('"name":"echo","\\u0000name":"delete_file"')],
  ['zero-width space', call('"name":"echo","na\\u200bme":"delete_file"')],
  ['zero-width joiner, as UTF-8', call('"name":"echo","name\u200d":"delete_file"')],
  ['soft hyphen', call('"name":"echo","na\\u00adme":"delete_file"')],
  ['word joiner', call('"name":"echo","\u2060name":"delete_file"')],
  ['byte order mark', call('"name":"echo","\\ufeffname":"delete_file"')],
  ['variation selector', call('"name":"echo","name\\ufe0f":"delete_file"')],
  ['tag character', call('"name":"echo","name\\udb40\\udc61":"delete_file"')],
  ['full-width', call('"name":"echo","\uff4e\uff41\uff4d\uff45":"delete_file"')],
  ['full-width capitals', call('"name":"echo","\uff2eAME":"delete_file"')],
  ['mathematical letters', call('"name":"echo","\u{1d427}\u{1d41a}\u{1d426}\u{1d41e}":"delete_file"')],
  ['full-width method', envelope('"method":"ping","\uff4dethod":"tools/call","params":{"name":"delete_file"}')],
];

attack('S3: a key that folds to another', { policy: guard }, (scene) => {
  test.each(folding)('S3: %s', async (_, line) => void (await scene.refused(line, { codes: ambiguous, id: 7 })));
});

attack('S4: keys of prototypes', { policy: guard }, (scene) => {
  test.each<Case>([
    ['__proto__ in params instead of the name', call('"__proto__":{"name":"delete_file"}')],
    ['constructor in params instead of the name', call('"constructor":{"prototype":{"name":"delete_file"}}')],
  ])('S4: %s', async (_, line) => void (await scene.refused(line, { codes: [-32600, -32602], id: 7 })));

  test.each<Case>([
    ['__proto__ in params beside the name', call('"name":"echo","__proto__":{"name":"delete_file"}')],
    [
      '__proto__ in arguments',
      call('"name":"echo","arguments":{"__proto__":{"name":"x"},"constructor":{"prototype":{"name":"y"}}}'),
    ],
    [
      'toString and hasOwnProperty in arguments',
      call('"name":"echo","arguments":{"toString":1,"hasOwnProperty":null}'),
    ],
    [
      '__proto__ in the envelope',
      envelope('"__proto__":{"method":"ping"},"method":"tools/call","params":{"name":"echo"}'),
    ],
  ])('S4: %s is kept as it came', async (_, line) => {
    scene.wire.send(line);
    await scene.wire.answer(7);
    await scene.onlyArrived(line);
  });

  test('S4: the name of a prototype is not the name of a tool that a rule allows', async () => {
    await scene.denied(call('"name":"delete_file","__proto__":{"name":"echo"}'), 7);
  });
});

attack('S5: a key twice in arguments', { policy: guard }, (scene) => {
  test.each<Case>([
    ['at the top', '{"path":"/safe","path":"/etc/shadow"}'],
    ['escaped', '{"path":"/safe","p\\u0061th":"/etc/shadow"}'],
    ['nested', '{"a":{"b":[{"path":1,"path":2}]}}'],
    ['the empty key', '{"":1,"":2}'],
    ['an escaped surrogate pair and its UTF-8', '{"\u{1f511}":1,"\\ud83d\\udd11":2}'],
    ['__proto__', '{"__proto__":1,"__proto__":2}'],
  ])('S5: %s', async (_, args) => {
    await scene.refused(call(`"name":"echo","arguments":${args}`), { codes: ambiguous, id: 7 });
  });

  test('S5: keys that only look the same are two keys', async () => {
    const line = call('"name":"echo","arguments":{"a":1,"A":2,"\\u00e9":3,"e\\u0301":4,"a ":5}');
    scene.wire.send(line);
    await scene.wire.answer(7);
    await scene.onlyArrived(line);
  });
});

// After the first line a server on Node 24 or 26 loses the field of the second: it reads the key as the first one’s (nodejs/node#63785).
attack('S5: a field that the server would not find', { policy: guard }, (scene) => {
  test('S5: the key that leads V8 astray may pass, the one that it would misread does not', async () => {
    const before = call('"name":"echo","arguments":{"dry\\\\u00":1}');
    scene.wire.send(before);
    await scene.wire.answer(7);
    await scene.onlyArrived(before);
    await scene.refused(call('"name":"echo","arguments":{"dry\\u005frun":true}', '8'), { codes: ambiguous, id: 8 });
  });
});
