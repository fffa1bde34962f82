import { join, type Mask, type Strategy } from './mask.js';
import { lowerAscii, type Path, type Step } from './path.js';

/** A path from one of its steps on. */
interface Cursor {
  readonly step: Step;
  /** Undefined behind the last step. */
  readonly next: Cursor | undefined;
  readonly with: Strategy;
  /** The keys from here on: without them in it no text holds the place. */
  readonly keys: readonly string[];
}

/**
 * How far all paths have come at one value. What follows it is made once and kept, so that the members of an object cost
 * one look-up each, however many there are.
 */
export class Front {
  /** What the paths that end here do to this value. */
  readonly hit: Mask | undefined;
  readonly #cursors: ReadonlySet<Cursor>;
  /** Keys and indexes that some path asks for; all others lead to the same. */
  readonly #keys = new Set<string>();
  readonly #indexes = new Set<number>();
  readonly #members = new Map<string | undefined, Front>();
  readonly #elements = new Map<number | undefined, Front>();

  constructor(cursors: ReadonlySet<Cursor>, hit: Mask | undefined) {
    this.hit = hit;
    this.#cursors = cursors;
    for (const { step } of cursors) {
      if (step.kind !== 'key') continue;
      this.#keys.add(step.key);
      if (step.index !== undefined) this.#indexes.add(step.index);
    }
  }

  /** Whether some path goes on below. */
  get goesOn(): boolean {
    return this.#cursors.size > 0;
  }

  member(key: string): Front {
    const lower = lowerAscii(key);
    const asked = this.#keys.has(lower) ? lower : undefined;
    return recall(this.#members, asked, () => advance(this.#cursors, (step) => step.key === asked, false));
  }

  /** A path goes through a list as if it were not there; only numbers and stars may count its elements. */
  element(index: number): Front {
    const asked = this.#indexes.has(index) ? index : undefined;
    return recall(this.#elements, asked, () => {
      return advance(this.#cursors, (step) => asked !== undefined && step.index === asked, true);
    });
  }

  /** Whether a text that is no JSON may be some for a forgiving parser, and hold a place that a path leads to. */
  isNamedIn(text: string): boolean {
    if (!this.goesOn || /\\[ux]/i.test(text)) return this.goesOn;
    const lower = lowerAscii(text);
    for (const { keys } of this.#cursors) if (keys.every((key) => lower.includes(key))) return true;
    return false;
  }
}

export function openFront(paths: Iterable<{ readonly path: Path; readonly with: Strategy }>): Front {
  const cursors = new Set<Cursor>();
  let hit: Mask | undefined;
  for (const { path, with: strategy } of paths) {
    let cursor: Cursor | undefined;
    for (const step of path.toReversed()) {
      const own = step.kind === 'key' && step.index === undefined ? [step.key] : [];
      cursor = { step, next: cursor, with: strategy, keys: [...own, ...(cursor?.keys ?? [])] };
    }
    if (cursor !== undefined) hit = arrive(cursors, cursor, hit);
  }
  return new Front(cursors, hit);
}

type KeyStep = Extract<Step, { readonly kind: 'key' }>;

function advance(from: ReadonlySet<Cursor>, takes: (step: KeyStep) => boolean, isList: boolean): Front {
  const cursors = new Set<Cursor>();
  let hit: Mask | undefined;
  for (const cursor of from) {
    const { step, next } = cursor;
    if (step.kind === 'deep') hit = arrive(cursors, cursor, hit);
    else {
      const isCount = step.kind === 'key' && step.index !== undefined;
      if (isList && !isCount) cursors.add(cursor);
      if (step.kind === 'any' || takes(step)) hit = arrive(cursors, next, hit, cursor.with);
    }
  }
  return new Front(cursors, hit);
}

/** A `**` stands for no level too: whoever reaches it has reached what follows. */
function arrive(
  cursors: Set<Cursor>,
  reached: Cursor | undefined,
  hit: Mask | undefined,
  strategy?: Strategy,
): Mask | undefined {
  if (reached === undefined) return strategy === undefined ? hit : join(hit, { with: strategy });
  cursors.add(reached);
  return reached.step.kind === 'deep' ? arrive(cursors, reached.next, hit, reached.with) : hit;
}

function recall<Key>(known: Map<Key, Front>, key: Key, make: () => Front): Front {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
