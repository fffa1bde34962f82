import type { Decision } from '../decision.js';
import { DENIED } from './vote.js';

/** When nobody votes. */
export const ALL_ABSTAIN: Decision = Object.freeze({ effect: 'deny', code: DENIED, reason: 'no policy allows this' });

/** A result of which no rule speaks. */
export const PASSES: Decision = Object.freeze({ effect: 'allow' });

/** A name that two readers may see differently. The wire refuses it before; here it meets no rule that could allow it. */
export const ODD_NAME: Decision = Object.freeze({
  effect: 'deny',
  code: DENIED,
  reason: 'the name holds control, format or line-separator characters',
});
