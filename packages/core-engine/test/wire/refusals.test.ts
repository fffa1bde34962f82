import { expect, test } from 'vitest';
import { defaultLimits } from '../../src/limits.js';
import { readFromAgent, readFromServer } from '../../src/wire/read.js';
import { ambiguous } from '../cases/wire/ambiguous.js';
import { envelopes } from '../cases/wire/envelopes.js';
import { overLimits } from '../cases/wire/limits.js';
import type { Refusal } from '../cases/wire/line.js';
import { notJson } from '../cases/wire/not-json.js';
import { fromServers } from '../cases/wire/servers.js';
import { verdicts } from '../cases/wire/verdicts.js';

const ofAgents: readonly Refusal[] = [...ambiguous, ...notJson, ...envelopes, ...overLimits];

function expected({ reason, shape, id }: Refusal): object {
  const [rpc, code] = verdicts[reason];
  return { kind: 'malformed', reason, rpc, code, shape, ...(id === undefined ? {} : { id }) };
}

test.each(ofAgents)('the agent is refused: $name', (refusal) => {
  expect(readFromAgent(refusal.line, { ...defaultLimits, ...refusal.limits })).toEqual(expected(refusal));
});

test.each(fromServers)('a server is refused: $name', (refusal) => {
  expect(readFromServer(refusal.line, { ...defaultLimits, ...refusal.limits })).toEqual(expected(refusal));
});

test('every reason there is has a case', () => {
  expect(new Set(ofAgents.map(({ reason }) => reason))).toEqual(new Set(Object.keys(verdicts)));
});
