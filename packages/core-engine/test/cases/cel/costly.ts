const many = Array.from({ length: 10_000 }, (_, index) => index + 0.5);

/** Arguments that take long to look through. */
export const large = {
  many,
  more: [...many],
  big: 'a'.repeat(1 << 20),
  other: `${'a'.repeat(1 << 20)}b`,
  mid: 'a'.repeat(30_000),
  same: 'a'.repeat(1 << 20),
  short: 'a'.repeat(4000),
  needle: `b${'a'.repeat(1000)}`,
  over: 'a'.repeat(70_000),
  path: `/${'é/'.repeat(30_000)}`,
};

/** Each would be true or false with all the time in the world. A step has no more to do than the most expensive of these. */
export const costly: readonly string[] = [
  'args.many.all(x, args.many.all(y, x + y > 0.0))',
  'args.many.exists(x, args.many.exists(y, args.many.exists(z, x + y + z < 0.0)))',
  'args.many.map(x, args.many.map(y, y)).size() == 10000',
  'args.many.all(x, args.many == args.more)',
  'args.many.all(x, args.big < args.other)',
  'args.many.all(x, size(args.big) > 3)',
  "args.many.all(x, args.big.contains('aaaaaaaaaaaaaaaaaaaaaaab') == false)",
  "args.many.all(x, args.short.contains('ab') == false)",
  "args.many.all(x, args.big.contains('aaaaaaab') == false)",
  'args.many.all(x, args.mid.contains(args.needle) == false)',
  "args.many.all(x, args.mid.matches('a'))",
  "args.many.all(x, timestamp('2026-01-01T00:00:00Z') < now && timestamp(string(x) + 'x') < now || x > 0.0)",
  'args.many.all(x, size(args.big + args.big) > 1)',
  "args.many.all(x, args.big + args.big != 'b')",
  'args.many.all(x, args.big == args.same)',
  "args.many.all(x, inside(args.path, ['/srv']) == false)",
];
