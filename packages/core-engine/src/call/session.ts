import type { SessionView } from '../decision.js';
import { openTasks, type Tasks } from './task.js';

/** A session as its calls change it. */
export interface SessionState extends SessionView {
  /** One more governed call has come. Gives the session as that call sees it: with those before it, and the marks of the moment when it is asked. */
  count(): SessionView;
  mark(labels: readonly string[]): void;
  /** What its calls have made, so that it is judged when it comes. */
  readonly tasks: Tasks;
}

/** A mark is there or not, so a session has no more of them than its policies name. */
export function openSessionState(id: string): SessionState {
  const marks = new Set<string>();
  let calls = 0;
  return {
    id,
    tasks: openTasks(),
    marks,
    get calls() {
      return calls;
    },
    count() {
      const before = calls;
      calls += 1;
      return { id, marks, calls: before };
    },
    mark(labels) {
      for (const label of labels) marks.add(label);
    },
  };
}
