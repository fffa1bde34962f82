// What a gateway puts on record for one call: an intent and an outcome, with all the members that such a call has.
import { createHash, randomBytes } from 'node:crypto';

const digest = createHash('sha256').update('').digest('hex');
const decision = { effect: 'allow', policy: 'bench', rule: 'rule-50' };
const who = { session: randomBytes(16).toString('hex'), agent: 'agent:local', server: 'echo' };
const prefix = randomBytes(10).toString('hex');

/** The pair of the call with this number. */
export function entriesOf(number) {
  const call = prefix + number.toString(16).padStart(12, '0');
  return [
    { kind: 'intent', call, ...who, method: 'tools/call', tool: 'echo', args_sha256: digest, decision },
    { kind: 'outcome', call, result: { status: 'ok', bytes: 43, sha256: digest, ms: 1 } },
  ];
}

export const begin = {
  version: '1.0.0',
  plugins: [],
  policies: [{ name: 'bench', sha256: digest }],
  arguments: 'none',
};
