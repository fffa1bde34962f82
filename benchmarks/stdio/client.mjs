// A lean client over pipes: whole lines out, ids back. Every contestant is measured by it, so its own cost is in all figures.
import { spawn } from 'node:child_process';

const handshake = {
  protocolVersion: '2025-06-18',
  capabilities: {},
  clientInfo: { name: 'bench', version: '1.0.0' },
};

/** Longest wait, in milliseconds, for any answer; a contestant that lost a message would else stop the run. */
const PATIENCE = 5_000;

/** Seven digits from the first to the last, so that lines keep their length; enough for nine million calls. */
const FIRST_ID = 1_000_000;

/** Starts a contestant (`[command, args]`) and shakes hands. */
export async function connect([command, args], options) {
  const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting = new Map();
  let next = FIRST_ID;
  let rest = '';
  let failure;

  function fail(text) {
    failure = new Error(text);
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  }

  function take(line) {
    const id = Number(/"id":\s*(\d+)/.exec(line)?.[1]);
    const call = waiting.get(id);
    if (call === undefined) return;
    waiting.delete(id);
    if (line.includes(call.expected)) call.resolve();
    else call.reject(new Error(`answered: ${line.slice(0, 200)}`));
  }

  child.stdout.setEncoding('latin1').on('data', (text) => {
    rest += text;
    let from = 0;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', from)) {
      take(rest.slice(from, end));
      from = end + 1;
    }
    rest = rest.slice(from);
  });
  child.stdin.on('error', () => {});
  child.once('error', (error) => fail(error.message));
  child.once('exit', (status, signal) => fail(`ended with ${status ?? signal}`));

  let answered = -1;
  const watch = setInterval(() => {
    if (waiting.size > 0 && answered === next) fail(`no answer in ${PATIENCE / 1000} s`);
    answered = next;
  }, PATIENCE).unref();

  function expect(id, expected) {
    return new Promise((resolve, reject) => {
      if (failure !== undefined) return reject(failure);
      waiting.set(id, { resolve, reject, expected });
    });
  }

  /** Resolves with the answer, which has to be the server's. */
  function call({ before, after }) {
    const id = next;
    next += 1;
    const line = Buffer.allocUnsafe(before.length + 7 + after.length);
    line.latin1Write(before + id, 0);
    after.copy(line, before.length + 7);
    const answer = expect(id, '"ok"');
    child.stdin.write(line);
    return answer;
  }

  async function close() {
    clearInterval(watch);
    const exited =
      child.exitCode === null && child.signalCode === null ? new Promise((done) => child.once('exit', done)) : 0;
    child.stdin.end();
    const late = setTimeout(() => child.kill('SIGKILL'), 2000);
    await exited;
    clearTimeout(late);
  }

  const hello = expect(1, '"serverInfo"');
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: handshake })}\n`);
  await hello;
  child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
  return { call, close, pid: child.pid };
}
