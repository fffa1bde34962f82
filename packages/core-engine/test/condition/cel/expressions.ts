import fc from 'fast-check';

/** JSON that meets often enough; `{inexact}` is a number that is none. */
const scalar = fc.constantFrom<unknown>(null, true, false, 0, 1, 2, 2.5, -1, '', 'a', 'b', '1', { inexact: '1e999' });
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    { arbitrary: scalar, weight: 3 },
    fc.array(tie('json'), { maxLength: 3 }),
    fc.array(fc.constantFrom(1, 2, 'a', 'b'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('json'), { maxKeys: 3 }),
  ),
}));
export const args = fc.dictionary(fc.constantFrom('a', 'b', 'c'), json, { maxKeys: 3 });

const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(''));
const text = (...words: string[]) => fc.constantFrom(...words);
const generated = fc.letrec<{ any: string; truth: string; path: string }>((tie) => ({
  path: fc.oneof(
    { depthSize: 'small' },
    { arbitrary: text('args.a', 'args.b', 'args.c', 'x', 'y'), weight: 3 },
    join(tie('path'), text('.a', '.b', "['a']", '[0]', '[1.0]')),
    join(tie('path'), text('['), tie('any'), text(']')),
  ),
  any: fc.oneof(
    { depthSize: 'small' },
    { arbitrary: tie('path'), weight: 4 },
    { arbitrary: text('1', '2.5', "'a'", "'b'", 'null', 'true', '[]', "['a', 'b']", '[1, 2]'), weight: 2 },
    join(text('('), tie('any'), text(' + ', ' - ', ' * '), tie('any'), text(')')),
    join(text('size('), tie('path'), text(')')),
    join(text('['), tie('path'), text(', '), tie('any'), text(']')),
    join(tie('path'), text('.map(x, ', '.map(y, '), tie('any'), text(')')),
    join(tie('path'), text('.filter(x, ', '.filter(y, '), tie('truth'), text(')')),
    join(text('('), tie('truth'), text(' ? '), tie('any'), text(' : '), tie('any'), text(')')),
    tie('truth'),
  ),
  truth: fc.oneof(
    { depthSize: 'small' },
    {
      arbitrary: join(
        text('('),
        tie('any'),
        text(' == ', ' != ', ' < ', ' <= ', ' > ', ' >= ', ' in '),
        tie('any'),
        text(')'),
      ),
      weight: 4,
    },
    { arbitrary: tie('path'), weight: 1 },
    join(text('has('), tie('path'), text('.a)')),
    join(text('!'), tie('truth')),
    join(text('('), tie('truth'), text(' && ', ' || '), tie('truth'), text(')')),
    join(text('('), tie('truth'), text(' && '), tie('truth'), text(' && '), tie('truth'), text(')')),
    join(tie('path'), text('.all', '.exists', '.exists_one'), text('(x, ', '(y, '), tie('truth'), text(')')),
  ),
}));

export const any: fc.Arbitrary<string> = generated.any;
export const truth: fc.Arbitrary<string> = generated.truth;

/** Inside two macros, so that `x` and `y` have a value each. */
export const whole = fc.oneof(generated.any, generated.truth).map((body) => `args.a.map(x, args.b.map(y, ${body}))`);
