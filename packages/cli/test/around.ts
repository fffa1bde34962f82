import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Surroundings, Tools } from '../src/parts.js';

/** What commands print, and a process around them that is nobody's. */
export function openAround(extra: Partial<Surroundings> = {}) {
  const said = { out: '', err: '' };
  const around: Surroundings = {
    env: {},
    cwd: '/',
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    ...extra,
  };
  return { said, around };
}

const noon: number = Date.UTC(2026, 0, 2, 12);

/** The parts that commands about policies need, with one pack. */
export const parts = {
  packNames: ['baseline'],
  readPack: (name: string) =>
    name === 'baseline'
      ? {
          name,
          file: 'baseline.yaml',
          text: new TextEncoder().encode(
            'version: 1\ndefault: allow\nrules:\n  - { id: d, effect: deny, categories: [destructive] }\n',
          ),
        }
      : undefined,
  sha256: () => '',
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it shows
  visible: (text: string) => text.replace(/[\u0000-\u001f\u202e]/g, (one) => `<${one.charCodeAt(0).toString(16)}>`),
  now: () => noon,
} as unknown as Tools & { now: () => number };

/** A folder with these files; gives the path of each by its name. */
export function folder(files: Readonly<Record<string, string>>): (name: string) => string {
  const path = mkdtempSync(join(tmpdir(), 'ostiary-cli-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return (name) => join(path, name);
}

export const support = `version: 1
name: support
default: deny
rules:
  - { id: no-deleting, effect: deny, tools: ["delete_*"], hint: Ask a person. }
  - id: small
    effect: allow
    tools: [refund]
    roles: [support-agent]
    when: args.amount > 0 && args.amount < 500
    budget: { key: refunds, add: args.amount, limit: 2000, per: session }
  - { id: mornings, effect: allow, tools: [report], when: "now < timestamp('2026-01-02T12:30:00Z')" }
  - { id: large, effect: approve, tools: [refund], approval: { approvers: [finance] } }
`;
