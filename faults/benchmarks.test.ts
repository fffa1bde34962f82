import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const at = (path: string): string => fileURLToPath(new URL(`../benchmarks/${path}`, import.meta.url));

/** What a benchmark printed, as tables of cells; a run of dashes is the line under a table's head. */
async function run(script: string, flags: readonly string[]): Promise<string[][]> {
  const { stdout } = await promisify(execFile)(process.execPath, [at(script), '--quick', ...flags]);
  const lines = stdout.split('\n').filter((line) => line.startsWith('|') && !/^\|[ |:-]+\|$/.test(line));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Only that they run and count something: how fast it was says nothing on a machine that runs tests meanwhile. */
const scripts: readonly [string, string, readonly string[], readonly string[]][] = [
  ['calls', 'stdio/run.mjs', [], ['direct', 'raw Node pipe', 'split and parse', 'ostiary, os', 'ostiary, sync']],
  ['memory', 'stdio/run.mjs', ['--calls', '300'], ['after 300 calls']],
  ['a profile', 'stdio/run.mjs', ['--profile', 'small'], []],
  ['the start', 'startup/run.mjs', [], ['ostiary, 100 rules', 'raw Node pipe', 'importing the engine']],
  ['decisions', 'policy/run.mjs', [], ['naive loop', 'structured', 'CEL', 'YAML, conditions in CEL']],
  ['the log', 'audit/run.mjs', [], ['os, 64 in flight', 'one SHA-256 over the file']],
];

test.each(scripts)('the benchmark of %s runs', async (_, script, flags, names) => {
  const rows = await run(script, flags);
  for (const name of names) {
    const row = rows.find(([first]) => first === name);
    expect(row, name).toBeDefined();
    const figures = (row ?? []).slice(1).map((cell) => Number.parseFloat(cell.replaceAll(',', '')));
    expect(figures.some((figure) => Number.isFinite(figure) && figure > 0)).toBe(true);
  }
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.flat().filter((cell) => /NaN|undefined|Infinity/.test(cell))).toEqual([]);
});
