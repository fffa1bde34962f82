// What the kernel knows of processes that we started.
import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory of a process, in MB of 10^6 bytes. Throws when the process is not there. */
export function residentMB(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return (Number(kilobytes) * 1024) / 1e6;
}

/** Microseconds of processor time of a process and all that it started, as far as they still run. */
export function cpuOf(pid) {
  let nanoseconds = 0;
  const children = [];
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const of = (file) => readFileSync(`/proc/${pid}/task/${thread}/${file}`, 'utf8').split(' ');
    nanoseconds += Number(of('schedstat')[0]);
    children.push(...of('children').filter((child) => child.trim() !== ''));
  }
  return children.map(cpuOf).reduce((all, one) => all + one, nanoseconds / 1000);
}
