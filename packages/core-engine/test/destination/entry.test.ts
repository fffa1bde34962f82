import { expect, test } from 'vitest';
import { checkDestination } from '../../src/destination/entry.js';
import { casesIn } from './support.js';

test.each(casesIn<{ entry: string; mistake?: string }>('entries'))('the entry $entry', ({ entry, mistake }) => {
  if (mistake === undefined) expect(checkDestination(entry)).toBeUndefined();
  else expect(checkDestination(entry)).toContain(mistake);
});
