import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Finding } from '../../src/decision.js';
import { openReport } from '../../src/policy/problem.js';
import { readValue } from '../../src/policy/source/value.js';
import { readRedactions } from '../../src/redact/read.js';
import { redact } from '../../src/redact/redact.js';
import type { Redaction } from '../../src/redact/redaction.js';
import type { Value } from '../../src/value/value.js';
import { splice } from '../../src/wire/splice.js';
import { parseJson } from '../wire/parse-json.js';

const CASES = new URL('../cases/redact/', import.meta.url);

/** Every case file whose name starts with `prefix`. */
export function casesOf<Case>(prefix: string): (Case & { file: string })[] {
  return readdirSync(CASES)
    .filter((file) => file.startsWith(prefix))
    .flatMap((file) => (parse(readFileSync(new URL(file, CASES), 'utf8')) as Case[]).map((one) => ({ ...one, file })));
}

/** `redact` of a rule, and everything that is wrong with it as `path: message`. */
export function readList(value: unknown): { redactions: readonly Redaction[] | undefined; problems: string[] } {
  const report = openReport('p');
  const node = readValue(value, report);
  const redactions = node && readRedactions(node, report);
  return { redactions, problems: report.problems().map(({ message }) => message) };
}

export function redactionsOf(value: unknown): readonly Redaction[] {
  const { redactions, problems } = readList(value);
  if (redactions === undefined || problems.length > 0) throw new Error(problems.join('\n'));
  return redactions;
}

export function found(path: string, range?: readonly [number, number], type = 'secret.test'): Finding {
  return { type, path, score: 9, scanner: 'test', ...(range !== undefined && { range }) };
}

export function redacted(json: string, redactions: readonly Redaction[], findings: readonly Finding[] = []): string {
  const bytes = Buffer.from(json);
  const edits = redact(bytes, { start: 0, end: bytes.length }, redactions, findings);
  return Buffer.from(splice(bytes, edits)).toString();
}

/** JSON with the numbers that a double holds exactly. */
export function valueIn(json: string): Value {
  return convert(parseJson(json));
}

function convert(json: unknown): Value {
  if (Array.isArray(json)) return json.map(convert);
  if (typeof json !== 'object' || json === null) return json as Value;
  return new Map(Object.entries(json).map(([key, value]) => [key, convert(value)]));
}
