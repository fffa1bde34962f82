import type { Files } from '../../src/files.js';

/** How one call to the disk goes. `short`: some bytes are taken; `half`, `whole`: it fails, and some or all bytes are there. */
export type Luck = 'fine' | 'short' | 'none' | 'half' | 'whole';

/** A failed fsync drops what was not on disk, or keeps it and takes it for written: both are seen in real kernels. */
export type SyncLuck = 'fine' | 'forgets' | 'keeps';

export interface Disk {
  readonly files: Files;
  /** What the next calls meet; `fine` when there are no more. */
  readonly writes: Luck[];
  readonly truncates: ('fine' | 'fails')[];
  readonly syncs: SyncLuck[];
  /** What a reader finds. */
  readonly seen: () => Buffer;
  /** What a power cut leaves. */
  readonly durable: () => Buffer;
  /** Another file takes the log's name. */
  readonly replace: () => void;
}

const error = (code: string): Error => Object.assign(new Error(`${code}: by the test`), { code });

/** Turns of the event loop that an fsync takes. */
const SYNC_TURNS = 3;

/** One file in memory, with a page cache that is byte for byte clean or dirty. */
export function createDisk(): Disk {
  let cache = Buffer.alloc(0);
  let stored = Buffer.alloc(0);
  let dirty: (readonly [from: number, to: number])[] = [];
  let ino = 1;
  const writes: Luck[] = [];
  const truncates: ('fine' | 'fails')[] = [];
  const syncs: SyncLuck[] = [];

  function put(bytes: Uint8Array, position: number): void {
    const grown = Buffer.alloc(Math.max(cache.length, position + bytes.length));
    cache.copy(grown);
    grown.set(bytes, position);
    cache = grown;
    dirty.push([position, position + bytes.length]);
  }

  function write(bytes: Uint8Array, from: number, position: number): number {
    const luck = writes.shift() ?? 'fine';
    const half = (bytes.length - from + 1) >> 1;
    const count = luck === 'none' ? 0 : luck === 'fine' || luck === 'whole' ? bytes.length - from : half;
    put(bytes.subarray(from, from + count), position);
    if (luck === 'fine' || luck === 'short') return count;
    throw error('EIO');
  }

  async function sync(): Promise<void> {
    const luck = syncs.shift() ?? 'fine';
    const ranges = dirty;
    dirty = [];
    // What is written while it runs is not covered.
    const before = cache;
    for (let turns = 0; turns < SYNC_TURNS; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    if (luck === 'forgets') cache = Buffer.concat([stored, cache.subarray(Math.max(before.length, stored.length))]);
    if (luck !== 'fine') throw error('EIO');
    const grown = Buffer.alloc(before.length);
    stored.copy(grown);
    for (const [from, to] of ranges) before.copy(grown, from, from, Math.min(to, before.length));
    stored = grown;
  }

  const files: Files = {
    open: () => 2,
    close: () => undefined,
    look: (at) => ({ dev: 1, ino: typeof at === 'number' ? 1 : ino, size: cache.length }),
    read: async (_, into, position) => cache.copy(into, 0, position),
    write: (_, bytes, from) => write(bytes, from, cache.length),
    rewrite: (_, bytes, from, position) => write(bytes, from, position),
    truncate: (_, size) => {
      if (truncates.shift() === 'fails') throw error('EIO');
      cache = Buffer.from(cache.subarray(0, size));
    },
    sync,
  };
  return {
    files,
    writes,
    truncates,
    syncs,
    seen: () => cache,
    durable: () => stored,
    replace: () => {
      ino = 2;
    },
  };
}
