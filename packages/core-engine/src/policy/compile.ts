import { loadEngines } from './engines.js';
import { buildPolicy, type Policy } from './policy.js';
import { openReport, type Problem, type Report } from './problem.js';
import { readPolicy } from './schema/policy.js';
import type { Node } from './source/node.js';
import { readPlain } from './source/plain/plain.js';
import { readText } from './source/text.js';
import { readValue } from './source/value.js';

export type { Problem };

/**
 * A policy as YAML (bytes, or text that was decoded already) or as an object. `file` stands in messages; `name` is used
 * where the policy gives none, and the file's stem where there is no `name` either.
 */
export type PolicyInput = {
  readonly name?: string;
  readonly file?: string;
  /** What policies know as `lists.gateway_files`; empty where it is not given. See docs/policy.md for what the program fills in. */
  readonly gatewayFiles?: readonly string[];
} & ({ readonly text: string | Uint8Array } | { readonly value: unknown });

/** A policy, or everything that is wrong with it. Never a part of a policy. */
export type Compiled =
  | { readonly ok: true; readonly policy: Policy; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads and checks a policy. Does not reject: whatever is wrong with the input is a problem with a place. */
export async function compilePolicy(input: PolicyInput): Promise<Compiled> {
  const name = input.name ?? stem(input.file);
  const report = openReport(input.file ?? name);
  const node = await readNode(input, report);
  const parts = node && readPolicy(node, name, input.gatewayFiles ?? [], await loadEngines(node), report);
  if (parts === undefined || report.failed()) return { ok: false, problems: report.problems() };
  return { ok: true, policy: buildPolicy(parts), problems: report.problems() };
}

async function readNode(input: PolicyInput, report: Report): Promise<Node | undefined> {
  if (!('text' in input)) return readValue(input.value, report);
  const text = readText(input.text, report);
  if (text === undefined) return undefined;
  const plain = readPlain(text);
  if (plain !== undefined) return plain;
  // The YAML library takes 30 ms to load: most policies, and programs that give theirs as objects, do without.
  const { readYaml } = await import('./source/yaml.js');
  return readYaml(text, report);
}

/** `policies/support.yaml` → `support`. */
function stem(file: string | undefined): string {
  const last = file?.split('/').at(-1) ?? '';
  return last.replace(/(?<=.)\.[^.]*$/, '') || 'policy';
}
