import type { Change } from './change.js';

/** Takes members or elements out of one object or array, each with one comma. Told of all of them, in order. */
export class Removal {
  readonly #changes: Change[];
  #goes = false;
  #start = 0;
  #end = 0;
  #hasKept = false;
  /** Where the last one begins that goes and has nothing in front of it that stays. */
  #waits: number | undefined;

  constructor(changes: Change[]) {
    this.#changes = changes;
  }

  begin(start: number, goes: boolean): void {
    this.#cut(start);
    this.#start = start;
    this.#goes = goes;
  }

  end(end: number): void {
    // The comma in front goes with it; at the head of what stays there is none, so the one behind goes.
    if (!this.#goes) this.#hasKept = true;
    else if (this.#hasKept) this.#changes.push({ start: this.#end, end, text: '' });
    else this.#waits = this.#start;
    this.#end = end;
  }

  close(): void {
    this.#cut(this.#end);
  }

  #cut(end: number): void {
    if (this.#waits !== undefined) this.#changes.push({ start: this.#waits, end, text: '' });
    this.#waits = undefined;
  }
}
