import { expect, test } from 'vitest';
import { categoriesOf } from '../../src/policy/match/words.js';
import { caseFiles } from './support.js';

const cases = caseFiles<Record<string, string[]>>('words').flatMap(({ content }) => Object.entries(content));

test('the cases are there', () => expect(cases.length).toBeGreaterThan(50));

test.each(cases)('%s', (name, categories) => {
  expect([...categoriesOf(name)].toSorted()).toEqual(categories.toSorted());
});
