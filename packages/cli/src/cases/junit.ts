import type { Result } from './judge.js';

/** Results in the form of JUnit's XML that CI systems read: a suite for each file. */
export function writeJunit(results: readonly Result[]): string {
  const files = [...new Set(results.map(({ file }) => file))];
  const suites = files.map((file) => {
    const own = results.filter((result) => result.file === file);
    return `  <testsuite name="${xml(file)}" ${counts(own)}>\n${own.map(writeCase).join('')}  </testsuite>\n`;
  });
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  return `${head}<testsuites name="ostiary" ${counts(results)}>\n${suites.join('')}</testsuites>\n`;
}

function counts(results: readonly Result[]): string {
  const failures = results.filter(({ passed }) => !passed).length;
  return `tests="${results.length}" failures="${failures}" errors="0"`;
}

function writeCase({ file, line, name, passed, got, expected, decision }: Result): string {
  const open = `    <testcase classname="${xml(file)}" name="${xml(name)}" file="${xml(file)}" line="${line}"`;
  if (passed) return `${open}/>\n`;
  const message = `${got} (expected ${expected})`;
  const by = decision.rule === undefined ? 'the default' : `rule ${decision.rule}`;
  const text = `decided by ${by} of policy ${decision.policy ?? '(none)'}: ${decision.reason ?? decision.effect}`;
  return `${open}>\n      <failure message="${xml(message)}">${xml(text)}</failure>\n    </testcase>\n`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** What XML 1.0 cannot hold (section 2.2), and what shows nothing or turns a line round. */
const unfit = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;

function xml(text: string): string {
  return text.replace(unfit, '').replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
