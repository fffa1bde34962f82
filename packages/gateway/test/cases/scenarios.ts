import type { Scenario } from '../model/scenario.js';

/** What failed once, found by the property and made small by it. Replayed before anything new is tried. */
export const scenarios: readonly Scenario[] = [];
