/** Where an IPv6 address carries an IPv4 address: the groups that it must begin with, and the group at which the IPv4 address starts. */
const CARRIERS: readonly (readonly [head: readonly number[], at: number])[] = [
  // IPv4-mapped, RFC 4291 2.5.5.2: what every dual-stack socket takes for IPv4.
  [[0, 0, 0, 0, 0, 0xffff], 6],
  // IPv4-translated, RFC 2765 2.1.
  [[0, 0, 0, 0, 0xffff, 0], 6],
  // NAT64, RFC 6052 2.1, and the local-use prefix of RFC 8215 in its usual length of 96.
  [[0x64, 0xff9b, 0, 0, 0, 0], 6],
  [[0x64, 0xff9b, 1], 6],
  // 6to4, RFC 3056 2.
  [[0x2002], 1],
  // IPv4-compatible, RFC 4291 2.5.5.1, deprecated.
  [[0, 0, 0, 0, 0, 0], 6],
];

/** The IPv4 address in an IPv6 host of WHATWG form (`[::ffff:a9fe:a9fe]` → `169.254.169.254`), or undefined. */
export function embeddedAddress(host: string): string | undefined {
  if (!host.startsWith('[')) return undefined;
  const groups = groupsOf(host.slice(1, -1));
  const carrier = CARRIERS.find(([head]) => head.every((group, index) => groups[index] === group));
  if (carrier === undefined) return undefined;
  const [, at] = carrier;
  const [high = 0, low = 0] = groups.slice(at, at + 2);
  // `::` and `::1` are addresses of their own.
  if (at === 6 && high === 0 && low <= 1 && groups.slice(0, 6).every((group) => group === 0)) return undefined;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight groups; WHATWG form has no dotted part. */
function groupsOf(address: string): readonly number[] {
  const [front = '', back] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const head = [...front];
  const tail = back ?? [];
  return [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail].map((group) =>
    Number.parseInt(group, 16),
  );
}
