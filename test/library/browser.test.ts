import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { root } from '../fixtures/gateway.js';

/** The built engine as one script, as a bundler for browsers makes it. Fails for whatever it cannot resolve. */
async function bundle(): Promise<string> {
  const build = await rolldown({
    input: join(root, 'packages/core-engine/dist/index.js'),
    platform: 'browser',
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message);
    },
  });
  try {
    const { output } = await build.generate({ format: 'iife', name: 'ostiary', codeSplitting: false, minify: true });
    expect(output).toHaveLength(1);
    return output[0].code;
  } finally {
    await build.close();
  }
}

const code = await bundle();

/** Runs where there is ECMAScript and the three classes of the web that the engine names, and nothing else. */
function runBare(script: string): Promise<unknown> {
  const context = createContext({ TextDecoder, TextEncoder, URL }, { codeGeneration: { strings: false, wasm: false } });
  runInContext(code, context);
  return runInContext(`(async () => { ${script} })()`, context) as Promise<unknown>;
}

test('nothing of Node is left in the bundle', () => {
  const found = code.match(/["'`]node:|\brequire\(|\bimport\(|\bprocess\.|\b__dirname\b|\bfunction\("/g);
  expect(found).toBeNull();
  // The parser of CEL takes Node's Buffer where there is one, and only there.
  expect(code.split('Buffer.').length > 1).toBe(/typeof Buffer/.test(code));
});

test('a bare context has nothing of Node', async () => {
  const names = ['process', 'Buffer', 'require', 'setTimeout', 'performance', 'fetch'];
  const types = await runBare(`return [${names.map((name) => `typeof ${name}`).join(', ')}].join()`);
  expect(types).toBe(names.map(() => 'undefined').join());
});

test('a policy in YAML with CEL and a pattern compiles and decides there', async () => {
  const text = `version: 1
name: &name shop # an anchor, so that the YAML library reads it
default: allow
rules:
  - { id: large, effect: deny, tools: [refund], when: "args.amount > 100" }
  - { id: secret, effect: deny, tools: ["*"], when: { field: text, op: regex, value: "sk-[a-z0-9]{8,}" } }
  - { id: outside, effect: deny, tools: ["*"], when: "has(args.path) && !inside(args.path, ['/srv'])" }
`;
  const said = await runBare(`
    const compiled = await ostiary.compilePolicy({ text: ${JSON.stringify(text)} });
    if (!compiled.ok) return JSON.stringify(compiled.problems);
    const setting = { policies: [compiled.policy], server: 's', principal: { id: 'a', roles: [] }, now: 0 };
    const ask = (name, args) => {
      const params = { name, arguments: args };
      const line = new TextEncoder().encode(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }));
      const { decision, forward } = ostiary.evaluateMessage('agent', line, setting);
      return [decision.effect, decision.rule ?? decision.policy, forward === line].join();
    };
    return [
      ask('refund', { amount: 7, text: '' }),
      ask('refund', { amount: 700 }),
      ask('note', { text: 'the key is sk-abcdefgh1' }),
      ask('read', { text: '', path: '/srv/a' }),
      ask('read', { text: '', path: '/srv/../etc' }),
    ].join(' ');
  `);
  expect(said).toBe('allow,shop,true deny,large,false deny,secret,false allow,shop,true deny,outside,false');
});

test('mistakes have their places there', async () => {
  const said = await runBare(`
    const { ok, problems } = await ostiary.compilePolicy({ text: 'version: 1\\ndefault: allow\\nruls: []\\n' });
    return JSON.stringify([ok, problems[0].line, problems[0].message]);
  `);
  expect(said).toMatch(/^\[false,3,"unknown key \\"ruls\\"/);
});
