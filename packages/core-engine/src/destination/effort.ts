/**
 * What one call's strings may cost to look through, in code units read and what is as dear: under 200 ms at worst where it was measured. Prose of
 * 8 MB and JSON of 1 MB fit in.
 */
const MOST = 8 * 1024 * 1024;

/** The work left for one call. Once it is used up nothing counts as found, because something else may have been missed. */
export class Effort {
  left: number = MOST;

  get isOver(): boolean {
    return this.left < 0;
  }

  /** False where this was too much. */
  spend(units: number): boolean {
    this.left -= units;
    return !this.isOver;
  }

  giveUp(): void {
    this.left = -1;
  }
}
