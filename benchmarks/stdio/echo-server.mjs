// The server behind every contestant: it answers each call with `ok` and looks at nothing but the id, so that what is
// measured is what stands in front of it.
import { stdin, stdout } from 'node:process';

const LF = 10;
const call = Buffer.from('"tools/call"');
const tools = [{ name: 'echo', inputSchema: { type: 'object' } }];

function answerOther({ id, method, params }) {
  if (id === undefined) return '';
  const results = {
    initialize: {
      protocolVersion: params?.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 'echo', version: '1.0.0' },
    },
    'tools/list': { tools },
    ping: {},
  };
  return `${JSON.stringify({ jsonrpc: '2.0', id, result: results[method] ?? {} })}\n`;
}

function answer(line) {
  if (!line.includes(call)) return answerOther(JSON.parse(line.toString()));
  // Proxies that print a message anew may put the id last; no argument of a benchmark has a key `id`.
  const at = line.indexOf('"id":') + 5;
  const [, id] = /^\s*("[^"]*"|\d+)/.exec(line.toString('latin1', at, at + 64));
  return `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"ok"}]}}\n`;
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
