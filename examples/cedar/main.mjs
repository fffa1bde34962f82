// Ostiary's policy and Cedar's about the same calls: one that either of them refuses does not go on.
// Ends with exit code 1 if anything is not as it should be.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { compilePolicy, evaluateMessageWith } from '@ostiary/core-engine';
import { cedarPoint } from './point.mjs';

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const compiled = await compilePolicy({ file: 'policy.yaml', text: read('policy.yaml') });
assert(compiled.ok, JSON.stringify(compiled.problems));
const points = [cedarPoint(read('policy.cedar'))];
const encoder = new TextEncoder();

async function call(name, args, roles = ['support']) {
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } };
  const setting = {
    policies: [compiled.policy],
    server: 'shop',
    principal: { id: 'agent:local', roles },
    now: Date.now(),
  };
  const { decision, forward } = await evaluateMessageWith(
    points,
    'agent',
    encoder.encode(JSON.stringify(message)),
    setting,
  );
  assert.equal(forward !== undefined, decision.effect === 'allow');
  return `${decision.effect} by ${decision.rule ?? decision.policy ?? decision.code}`;
}

const expected = [
  [['get_order', { id: 7 }], 'allow by shop'],
  [['get_order', { id: 7 }, []], 'deny by cedar'],
  [['refund', { amount: 80 }], 'allow by shop'],
  [['refund', { amount: 800 }], 'deny by small-refunds-only'],
  // What Cedar cannot evaluate is a fault, and a fault refuses.
  [['refund', {}], 'deny by OSTIARY_FAULT'],
  [['refund', { amount: 80.5 }], 'deny by OSTIARY_FAULT'],
  [['refund', { amount: { __extn: { fn: 'decimal', arg: '1.0' } } }], 'deny by OSTIARY_FAULT'],
  [['delete_order', { id: 7 }], 'deny by no-deleting'],
];
for (const [[name, args, roles], outcome] of expected) {
  const said = await call(name, args, roles);
  console.log(`${name} ${JSON.stringify(args)}: ${said}`);
  assert.equal(said, outcome);
}
