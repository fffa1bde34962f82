// An MCP client without a library: what it sends is what stands here.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const initialize = {
  protocolVersion: '2025-06-18',
  capabilities: {},
  clientInfo: { name: 'raw-client', version: '1.0.0' },
};

/**
 * Starts a server, shakes hands, sends each request (`[method, params]`) when the one before it is answered, and closes.
 * Gives the answers in order and the exit code.
 */
export async function converse(command, args, options, requests) {
  const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const send = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

  async function ask(id, method, params) {
    send({ id, method, params });
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`\`${command}\` ended before it answered \`${method}\``);
      const message = JSON.parse(value);
      if (message.id === id && message.method === undefined) return message;
    }
  }

  const deadline = setTimeout(() => child.kill('SIGKILL'), 60_000);
  await ask(0, 'initialize', initialize);
  send({ method: 'notifications/initialized' });
  const answers = [];
  for (const [method, params] of requests) answers.push(await ask(answers.length + 1, method, params));
  child.stdin.end();
  const status = await ended;
  clearTimeout(deadline);
  return { answers, status };
}
