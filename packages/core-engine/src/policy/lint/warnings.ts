import type { Place } from '../problem.js';

/** Says what is allowed and hardly meant. */
export type Warn = (place: Place, message: string) => void;
