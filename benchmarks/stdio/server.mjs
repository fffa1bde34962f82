// The server behind every contestant: it parses each message, as every server has to, and answers calls with `ok`.
import { stdin, stdout } from 'node:process';

const LF = 10;

const results = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'bench', version: '1.0.0' },
  }),
  'tools/list': () => ({ tools: [{ name: 'echo', inputSchema: { type: 'object' } }] }),
  'tools/call': () => ({ content: [{ type: 'text', text: 'ok' }] }),
};

function answer(line) {
  const { id, method, params } = JSON.parse(line.toString());
  if (id === undefined) return '';
  return `${JSON.stringify({ jsonrpc: '2.0', id, result: results[method]?.(params) ?? {} })}\n`;
}

let pieces = [];
stdin.on('data', (chunk) => {
  let answers = '';
  let from = 0;
  for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
    const last = chunk.subarray(from, end);
    answers += answer(pieces.length === 0 ? last : Buffer.concat([...pieces, last]));
    pieces = [];
    from = end + 1;
  }
  if (from < chunk.length) pieces.push(chunk.subarray(from));
  if (answers !== '') stdout.write(answers);
});
