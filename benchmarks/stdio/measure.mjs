// The two ways of calling: one after another, and with so many in flight.

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

/** Calls a second with `width` in flight for `ms` milliseconds, or until `most` are made. */
export async function inFlight(client, payload, width, ms, most = Number.POSITIVE_INFINITY) {
  let made = 0;
  const began = performance.now();
  const end = began + ms;
  async function lane() {
    do {
      made += 1;
      await client.call(payload);
    } while (made < most && performance.now() < end);
  }
  await Promise.all(Array.from({ length: width }, lane));
  return (made / (performance.now() - began)) * 1000;
}
