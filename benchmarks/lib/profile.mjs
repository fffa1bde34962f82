// What a `.cpuprofile` says about where the time went.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { table } from './table.mjs';

/** A table of the functions with most time of their own, of the one profile in the folder. */
export function readProfile(folder, count = 25) {
  const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'));
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const own = new Map();
  let all = 0;
  for (const [at, id] of samples.entries()) {
    const name = frames.get(id);
    own.set(name, (own.get(name) ?? 0) + timeDeltas[at]);
    if (name !== '(idle)') all += timeDeltas[at];
  }
  own.delete('(idle)');
  const top = [...own].sort((a, b) => b[1] - a[1]).slice(0, count);
  return table(
    ['function', 'ms', '% of what was not idle'],
    top.map(([name, time]) => [name, (time / 1000).toFixed(1), ((100 * time) / all).toFixed(1)]),
  );
}

function nameOf({ functionName, url, lineNumber }) {
  const name = functionName || '(anonymous)';
  if (url === '') return name;
  const place = url.startsWith('node:') ? url : `${url.split('/').slice(-4, -1).join('/')}/${basename(url)}`;
  return `${name} ${place}:${lineNumber + 1}`;
}
