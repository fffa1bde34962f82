import { expect, test, vi } from 'vitest';
import { askTools } from '../src/ask-tools.js';
import type { Channel, ChannelHandlers } from '../src/channel.js';

type Sent = { id?: number; method?: string; params?: { cursor?: string }; error?: unknown; result?: unknown };

/** A server that answers each line with what `answer` gives: results by id, or lines of its own. */
function serverOf(answer: (sent: Sent) => readonly string[], queued = 0): { channel: Channel; sent: Sent[] } {
  let handlers: ChannelHandlers | undefined;
  const sent: Sent[] = [];
  const channel: Channel = {
    start(given) {
      handlers = given;
    },
    send([piece = new Uint8Array()]) {
      const message = JSON.parse(new TextDecoder().decode(piece)) as Sent;
      sent.push(message);
      for (const line of answer(message)) setImmediate(() => handlers?.line(new TextEncoder().encode(line)));
      return true;
    },
    queued,
    pause: () => undefined,
    resume: () => undefined,
    end: () => Promise.resolve(),
  };
  return { channel, sent };
}

const options = { version: '1', timeout: 5_000 };
const result = (id: number | undefined, value: string): string => `{"jsonrpc":"2.0","id":${id},"result":${value}}`;
const started = '{"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"s","version":"1"}}';

test('all pages, with questions of the server between them', async () => {
  const { channel, sent } = serverOf(({ id, method, params }) => {
    if (method === 'initialize') return ['{"jsonrpc":"2.0","id":"q","method":"ping"}', 'noise', result(id, started)];
    if (method !== 'tools/list') return [];
    if (params?.cursor === undefined) return [result(id, '{"tools":[{"name":"a"},{"nome":"b"}],"nextCursor":"2"}')];
    return [
      '{"jsonrpc":"2.0","id":"r","method":"roots/list"}',
      result(7, '{}'),
      result(id, '{"tools":[{"name":"c"}]}'),
    ];
  });
  expect(await askTools(channel, options)).toEqual({
    tools: [
      { name: 'a', schema: undefined },
      { name: 'c', schema: undefined },
    ],
    unreadable: 1,
  });
  expect(sent.map(({ method, error, result: given }) => method ?? (error ? 'error' : JSON.stringify(given)))).toEqual([
    'initialize',
    '{}',
    'notifications/initialized',
    'tools/list',
    'tools/list',
    'error',
  ]);
});

test.each<[string, (sent: Sent) => readonly string[], string, number?]>([
  ['refuses to start', ({ id }) => [`{"jsonrpc":"2.0","id":${id},"error":{"code":-1,"message":"no"}}`], 'refused'],
  [
    'answers with what is no message',
    ({ id }) => [`{"jsonrpc":"2.0","id":${id},"result":{},"error":{}}`],
    'unreadable',
  ],
  ['has pages without end', ({ id }) => [result(id, id === 0 ? started : '{"tools":[],"nextCursor":"x"}')], 'too_much'],
  ['reads nothing', ({ id }) => [result(id, started)], 'too_much', 2 ** 21],
  ['talks without end', ({ id }) => (id === 0 ? Array.from({ length: 10_001 }, () => 'x') : []), 'too_much'],
])('S42: a server that %s', async (_, answer, failure, queued) => {
  expect(await askTools(serverOf(answer, queued).channel, options)).toEqual({ failure });
});

test('a server that says nothing is not waited for without end', async () => {
  vi.useFakeTimers();
  const asked = askTools(serverOf(() => []).channel, options);
  await vi.advanceTimersByTimeAsync(5_000);
  vi.useRealTimers();
  expect(await asked).toEqual({ failure: 'timeout' });
});
