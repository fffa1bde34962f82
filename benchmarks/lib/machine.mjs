// The machine, as far as the figures depend on it.
import { statfsSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';

// <linux/magic.h>
const fileSystems = { 61267: 'ext4', 16914836: 'tmpfs', 2035054128: 'overlay', 1481003842: 'xfs', 2435016766: 'btrfs' };

/** The file system of a folder. On tmpfs an fdatasync costs nothing and says nothing. */
export function fileSystemOf(folder) {
  const { type } = statfsSync(folder);
  return fileSystems[type] ?? `file system 0x${type.toString(16)}`;
}

/** One paragraph: what ran where, when, and how busy the machine was before and after. */
export function describeRun(command, { folder, core, loadBefore }) {
  const all = cpus();
  const load = (values) => values.map((value) => value.toFixed(1)).join(' ');
  return [
    `\`${command}\`, ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, Linux ${release()},`,
    `${all.length} × ${all[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, logs on ${fileSystemOf(folder)},`,
    `${core === undefined ? 'not pinned' : `pinned to core ${core}`};`,
    `load average ${load(loadBefore)} before and ${load(loadavg())} after.`,
  ].join('\n');
}
