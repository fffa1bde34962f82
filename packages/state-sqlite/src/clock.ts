import type { Moment, WindowClock } from '@ostiary/core-engine';
import type { Database } from './driver.js';
import { StateError } from './error.js';
import { statementsOf } from './statements.js';

/** The store's time: no earlier than anybody's who has reserved in it. */
export function timeIn(db: Database, clock: WindowClock, now: number): Moment {
  const row = statementsOf(db).clock.get() as { readonly latest: bigint } | undefined;
  if (row === undefined) throw new StateError('broken', 'the store has lost its time');
  return clock(now, Number(row.latest));
}

/** Call it where something is reserved: what only reads leaves no trace. */
export function advance(db: Database, { at }: Moment): void {
  statementsOf(db).advance.run(at);
}
