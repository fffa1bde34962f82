import type { Monotonic } from '../ports.js';

/** One moment as windows see it, in milliseconds since 1970. */
export interface Moment {
  /** What is taken now counts from here. It never goes back. */
  readonly at: number;
  /** A window that ends here or before is over: both clocks say so. */
  readonly past: number;
}

/** `now`: the wall clock. `known`: how far time had come for others. */
export type WindowClock = (now: number, known?: number) => Moment;

/**
 * A time for windows that goes by the wall clock, but never back, and never forward faster than a clock that nobody can set. So what was
 * counted counts until both say that its window is over.
 *
 * @param monotonic without it a wall clock that jumps ahead ends windows. Where it stands still, as Linux has it while the machine
 *   sleeps, windows last as much longer.
 */
export function openWindowClock(monotonic?: Monotonic): WindowClock {
  let at = 0;
  let began: { readonly time: number; readonly tick: number } | undefined;
  return (now, known = 0) => {
    const least = Math.max(at, known);
    const tick = monotonic?.();
    if (tick === undefined) at = Math.max(least, now);
    else {
      began ??= { time: Math.max(least, now), tick };
      at = Math.max(least, Math.min(now, began.time + Math.floor(tick - began.tick)));
    }
    return { at, past: Math.min(at, now) };
  };
}
