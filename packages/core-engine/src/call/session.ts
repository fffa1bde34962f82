import type { SessionView } from '../decision.js';

/** A session as its calls change it. */
export interface SessionState extends SessionView {
  /** One more governed call was decided. */
  count(): void;
  mark(labels: readonly string[]): void;
}

/** A mark is there or not, so a session has no more of them than its policies name. */
export function openSessionState(id: string): SessionState {
  const marks = new Set<string>();
  let calls = 0;
  return {
    id,
    marks,
    get calls() {
      return calls;
    },
    count() {
      calls += 1;
    },
    mark(labels) {
      for (const label of labels) marks.add(label);
    },
  };
}
