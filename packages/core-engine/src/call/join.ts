import type { Decision, Obligations } from '../decision.js';
import { MOST_UNSURE } from '../policy/decide.js';

/** What a call that asks for several things may do, and owes: the first decision with what all of them ask for. None is a denial. */
export function joinDecisions(decisions: readonly Decision[]): Decision | undefined {
  const [first, ...others] = decisions;
  if (first === undefined || others.length === 0) return first;
  const redact = decisions.flatMap(({ obligations }) => obligations?.redact ?? []);
  const marks = [...new Set(decisions.flatMap(({ obligations }) => obligations?.marks ?? []))];
  const reservations = decisions.flatMap((one) => one.reservations ?? []);
  const shadow = decisions.flatMap((one) => one.shadow ?? []);
  const unsure = decisions.flatMap((one) => one.unsure ?? []);
  const obligations: Obligations = {
    ...first.obligations,
    ...(redact.length > 0 && { redact }),
    ...(marks.length > 0 && { marks }),
  };
  return {
    ...first,
    ...(decisions.some(({ effect }) => effect === 'redact') && { effect: 'redact' }),
    ...(Object.keys(obligations).length > 0 && { obligations }),
    ...(reservations.length > 0 && { reservations }),
    ...(shadow.length > 0 && { shadow }),
    ...(unsure.length > 0 && { unsure: unsure.slice(0, MOST_UNSURE) }),
  };
}
