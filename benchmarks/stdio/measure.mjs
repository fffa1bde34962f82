// The two ways of calling: one after another, and with so many in flight.
import { cpuOf, ownCpuOf } from '../lib/processes.mjs';

/** Microseconds of each call, one after another, until `ms` are over or `most` are made. */
export async function oneByOne(client, payload, ms, most = Number.POSITIVE_INFINITY) {
  const times = [];
  for (const end = performance.now() + ms; times.length < most; ) {
    const began = performance.now();
    if (began > end && times.length >= 5) break;
    await client.call(payload);
    times.push((performance.now() - began) * 1000);
  }
  return times;
}

/**
 * With `width` in flight for `ms` milliseconds, or until `most` are made: calls a second, and the microseconds of processor time that
 * a call takes of all processes together (`cpu`) and of the contestant without the server (`own`), which stay steady where the
 * machine is busy with other things.
 */
export async function inFlight(client, payload, width, ms, most = Number.POSITIVE_INFINITY) {
  let made = 0;
  // All others that this process started wait meanwhile, and cost next to nothing.
  const cpu = () => [cpuOf(process.pid), ownCpuOf(client.pid)];
  const before = cpu();
  const began = performance.now();
  const end = began + ms;
  async function lane() {
    do {
      made += 1;
      await client.call(payload);
    } while (made < most && performance.now() < end);
  }
  await Promise.all(Array.from({ length: width }, lane));
  const took = performance.now() - began;
  const [all, own] = cpu().map((now, at) => (now - before[at]) / made);
  return { perSecond: (made / took) * 1000, cpu: all, own };
}
