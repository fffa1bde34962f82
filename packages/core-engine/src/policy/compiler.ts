import type { Compiled, PolicyInput } from './compile.js';
import { loadEngines } from './engines.js';
import { buildPolicy } from './policy.js';
import { openReport, type Report } from './problem.js';
import { readPolicy } from './schema/policy.js';
import type { Node } from './source/node.js';
import { readPlain } from './source/plain/plain.js';
import { readText } from './source/text.js';
import { readValue } from './source/value.js';

/** What `compilePolicy` does, with everything that it needs loaded. */
export async function compile(input: PolicyInput): Promise<Compiled> {
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
