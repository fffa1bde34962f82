import { expect, test } from 'vitest';
import { checkRoot, inside } from '../../src/destination/inside.js';
import { casesIn } from './support.js';

interface Case {
  readonly roots: readonly string[];
  readonly inside: readonly string[];
  readonly outside: readonly string[];
  readonly unclear: readonly string[];
}

test.each(casesIn<Case>('inside'))('S26 $roots', ({ roots, ...wanted }) => {
  const paths = [...wanted.inside, ...wanted.outside, ...wanted.unclear];
  const answering = (answer: boolean | undefined): string[] => paths.filter((path) => inside(path, roots) === answer);
  expect({ inside: answering(true), outside: answering(false), unclear: answering(undefined) }).toEqual(wanted);
});

test.each(casesIn<{ root: string; mistake?: string }>('roots'))('the root $root', ({ root, mistake }) => {
  if (mistake === undefined) expect(checkRoot(root)).toBeUndefined();
  else expect(checkRoot(root)).toContain(mistake);
});
