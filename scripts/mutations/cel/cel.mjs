import { testsIn } from '../mutation.mjs';
import { celOperators } from './operators.mjs';
import { celParts } from './parts.mjs';
import { celValues } from './values.mjs';

/** The property test is left out: these cases must do. */
export const celTarget = {
  name: 'cel',
  package: 'packages/core-engine',
  tests: testsIn('condition/cel', 'truth', 'specification', 'cost', 'unread'),
  mutations: [...celOperators, ...celValues, ...celParts],
};
