import { openLog, verifyLog } from '@ostiary/audit-chain';

const start = { version: '1.0.0', plugins: [], policies: [], arguments: 'none' };
const log = await openLog({ path: 'audit.jsonl', durability: 'sync', start });

const call = '6b86b273ff34fce19d6b804eff5a3f57';
const who = { session: 'one', agent: 'agent:local', server: 'files' };
const decision = { effect: 'allow', policy: 'baseline' };
await log.record({ kind: 'intent', call, ...who, method: 'tools/call', tool: 'read_file', decision }); // on disk: go ahead
await log.note({ kind: 'outcome', call, result: { status: 'ok', ms: 8 } }); // written: let the answer go
await log.close();

const verdict = await verifyLog('audit.jsonl');
console.log(verdict.status, verdict.records, verdict.head);
