import type { Decision, Question } from '../decision.js';
import { join } from '../policy/join.js';
import { readOpinion } from '../policy/opinion.js';
import type { PolicyDecisionPoint } from '../ports.js';

/** What policy has decided, joined by what other decision points say. Rejects where one of them fails; the call must then be refused. */
export async function consult(
  points: readonly PolicyDecisionPoint[] | undefined,
  question: Question,
  decided: Decision,
): Promise<Decision> {
  let decision = decided;
  for (const point of points ?? []) {
    if (decision.effect === 'deny') break;
    const opinion = readOpinion(await point(question), question.phase);
    if (opinion !== undefined) decision = join(decision, opinion, question);
  }
  return decision;
}
