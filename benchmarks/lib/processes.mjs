// What the kernel knows of processes that we started.
import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory of a process, in MB of 10^6 bytes. Throws when the process is not there. */
export function residentMB(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return (Number(kilobytes) * 1024) / 1e6;
}

const threadsOf = (pid) => readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`);

/** Microseconds of processor time of a process. */
export function ownCpuOf(pid) {
  const nanoseconds = threadsOf(pid).map((thread) => Number(readFileSync(`${thread}/schedstat`, 'utf8').split(' ')[0]));
  return nanoseconds.reduce((all, one) => all + one, 0) / 1000;
}

/** The same of a process and all that it started, as far as they still run. */
export function cpuOf(pid) {
  const children = threadsOf(pid).flatMap((thread) =>
    readFileSync(`${thread}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return children.map(cpuOf).reduce((all, one) => all + one, ownCpuOf(pid));
}
