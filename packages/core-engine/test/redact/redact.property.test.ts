import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultLimits } from '../../src/limits.js';
import { STRATEGIES } from '../../src/redact/mask.js';
import { type Path, readPath } from '../../src/redact/path.js';
import { wouldChange } from '../../src/redact/would-change.js';
import { readFromAgent } from '../../src/wire/read.js';
import { bytesOf, call } from '../cases/wire/line.js';
import { runs } from '../runs.js';
import { write } from './reference.js';
import { redacted, valueIn } from './support.js';
import { join, tree } from './trees.js';

const step = fc.constantFrom('a', 'B', 'bcc', '0', '1', 'é', 'a\\.b', '*', '**', '**');
const path = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => readPath(steps.join('.')) as Path);
const asked = fc.record({ path, with: fc.constantFrom(...STRATEGIES) });

const picks = fc.infiniteStream(fc.nat(1_000)).map((stream) => (below: number) => stream.next().value % below);

test('S31 random trees, also in strings: what a path leads to is changed, and every other byte stays', () => {
  let changed = 0;
  let refused = 0;
  fc.assert(
    fc.property(tree, fc.array(asked, { minLength: 1, maxLength: 3 }), picks, (given, redactions, pick) => {
      const parts = write(given, redactions, pick);
      const [from, to] = [join(parts, 'from'), join(parts, 'to')];
      expect(redacted(from, redactions)).toBe(to);
      expect(redacted(from, redactions.toReversed())).toBe(to);
      expect(wouldChange(valueIn(from), redactions, [])).toBe(from !== to);
      const wasTaken = readFromAgent(bytesOf(call(from)), defaultLimits).kind;
      if (wasTaken === 'request') expect(readFromAgent(bytesOf(call(to)), defaultLimits).kind).toBe('request');
      else refused += 1;
      JSON.parse(to);
      const shifts = redactions.some((one) => one.path.some((part) => part.kind === 'key' && part.index !== undefined));
      if (!shifts) expect(redacted(to, redactions)).toBe(to);
      if (from !== to) changed += 1;
    }),
    runs(2_000),
  );
  expect(changed).toBeGreaterThan(300);
  expect(refused).toBeLessThan(1_000 * (runs(2_000).numRuns / 2_000));
});
