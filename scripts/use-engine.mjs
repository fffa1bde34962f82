// The engine as a library. Copied into a folder where nothing else is installed, and run there.
import assert from 'node:assert/strict';
import { compilePolicy, decide, evaluateMessage } from '@ostiary/core-engine';

const text = `
version: 1
default: allow
rules:
  - id: no-deleting
    effect: deny
    tools: ["delete_*"]
    hint: Ask a person.
`;
const compiled = await compilePolicy({ name: 'engine', text });
assert.ok(compiled.ok);
const question = {
  phase: 'call',
  method: 'tools/call',
  server: 'fs',
  principal: { id: 'agent:local', roles: [] },
  environment: '',
};
assert.equal(decide([compiled.policy], { ...question, tool: 'read_file' }).effect, 'allow');
const denied = decide([compiled.policy], { ...question, tool: 'delete_file' });
assert.equal(denied.effect, 'deny');
assert.equal(denied.rule, 'no-deleting');
console.log(JSON.stringify(denied));

const line = new TextEncoder().encode('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete_file"}}');
const evaluation = evaluateMessage('agent', line, { ...question, policies: [compiled.policy], now: 0 });
assert.equal(evaluation.forward, undefined);
assert.equal(evaluation.refusal.to, 'agent');
