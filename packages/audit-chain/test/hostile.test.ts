import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode } from '../src/encode.js';
import { type CallEntry, openLog, verifyLog } from '../src/index.js';
import { runs } from './tools/runs.js';
import { begin, intent, parse, temporaryFolder } from './tools/samples.js';
import { essence, independent } from './tools/verifiers.js';

const folder = temporaryFolder();

const nasty = [
  '\n{"seq":3,"kind":"intent"}\n',
  '\r\n',
  '\u2028\u2029\u0085',
  '\u001b[31mred\u001b[0m\u009b2J',
  "=cmd|'/c'!A1",
  '|`$(id)`<script>alert(1)</script>',
  '","hash":"0000000000000000000000000000000000000000000000000000000000000000"}',
  '\ud800',
  '\udc00\ud800',
  '\u0000\ufeff\ufffe\uffff',
  '__proto__',
  '\\u0041\\',
];

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...nasty),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
);

const hostileCall: fc.Arbitrary<CallEntry> = fc.record({
  kind: fc.constantFrom('intent', 'denied'),
  call: text,
  session: text,
  agent: text,
  server: text,
  method: text,
  tool: text,
  decision: fc.record({ effect: fc.constantFrom('allow', 'deny'), policy: text, rule: text, code: text, reason: text }),
});

/** Everything that JSON or a terminal could take for more than text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]/u;

describe('S88', () => {
  it('hostile text in any member stays one line of safe JSON with the same value', () => {
    fc.assert(
      fc.property(hostileCall, (entry) => {
        const encoded = encode(entry);
        expect(encoded).not.toMatch(UNSAFE);
        expect(Buffer.from(encoded).toString()).toBe(encoded);
        expect(JSON.parse(`{${encoded}}`)).toEqual(entry);
      }),
      runs(500, 88),
    );
  });

  it('a log of hostile calls verifies, by both verifiers, with one line a record', async () => {
    const path = join(folder, 'hostile.jsonl');
    const log = await openLog({ path, durability: 'os', start: { ...begin, version: nasty.join('') } });
    const entries = [
      ...fc.sample(hostileCall, { seed: 89, numRuns: 300 }),
      ...nasty.map((tool) => ({ ...intent(1), tool })),
    ];
    await Promise.all(entries.map(log.record));
    await log.close();
    const verdict = await verifyLog(path);
    expect(verdict).toMatchObject({ status: 'ok', records: entries.length + 1 });
    expect(essence(await independent.verifyLog(path))).toEqual(essence(verdict));
    expect(parse(readFileSync(path, 'utf8')).slice(1)).toMatchObject(entries);
  });
});
