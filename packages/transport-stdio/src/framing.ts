import type { ChannelHandlers } from './channel.js';

const LF = 0x0a;
const CR = 0x0d;
/** The size of a pipe's read: parts as large as this are kept as they came. */
const largePart = 64 * 1024;
/** Kept of a line that is too long, so that somebody may see whose answer it was. */
const startKept = 4 * 1024;

export interface Framer {
  /** Looks through the next bytes and delivers every line that ends in them, in order. Unless lent, the bytes may not change later. */
  push(chunk: Uint8Array): void;
  /** The input is over: gives the number of bytes behind the last line end and forgets them. */
  finish(): number;
  /** Whether a delivery is under way, or bytes wait that were not looked through because `held` said so. */
  readonly busy: boolean;
}

/**
 * Cuts a stream of bytes into lines. A line ends with LF; one CR before it belongs to the line end. Each byte is searched
 * once and copied when its line is complete, so a line never shares memory with the chunks that it came in; small lines share blocks of 16 KiB.
 *
 * @param limit the longest line in bytes without its line end. Of a longer one its start is kept.
 * @param held asked before every line; while it says true nothing is delivered. `push` with no bytes goes on.
 * @param lent the bytes that are pushed change as soon as `push` returns: what must be kept of them is copied.
 */
export function frame(
  limit: number,
  handlers: Pick<ChannelHandlers, 'line' | 'oversize'>,
  held: () => boolean = () => false,
  lent = false,
): Framer {
  const waiting: Uint8Array[] = [];
  let next = 0; // in waiting[0]: the first byte that was not looked at
  let parts: Uint8Array[] = []; // of the line that has not ended
  let size = 0; // of that line, kept or not
  let last = 0; // its last byte
  let start: Uint8Array | undefined; // of that line, once it is too long
  let delivering = false;

  function count(part: Uint8Array): void {
    size += part.length;
    last = part.at(-1) ?? last;
  }

  function keep(part: Uint8Array): void {
    count(part);
    // One byte more than the limit may be a CR that belongs to the line end.
    if (size <= limit + 1) {
      if (part.length > 0) gather(parts, lent ? copyOf(part) : part);
    } else if (start === undefined) {
      start = firstOf([...parts, part], Math.min(limit, startKept));
      parts = [];
    }
  }

  /** Delivers the line whose last part this is. */
  function deliver(part: Uint8Array): void {
    count(part);
    const length = last === CR && size > 0 ? size - 1 : size;
    const before = parts;
    const begun = start;
    parts = [];
    size = 0;
    start = undefined;
    if (length <= limit) handlers.line(before.length === 0 ? copyOf(part, length) : join([...before, part], length));
    else handlers.oversize(length, begun ?? firstOf([...before, part], Math.min(limit, startKept)));
  }

  function step(chunk: Uint8Array): void {
    const from = next;
    const end = chunk.indexOf(LF, from);
    next = end + 1;
    if (end === -1 || next === chunk.length) {
      waiting.shift();
      next = 0;
    }
    if (end === -1) keep(chunk.subarray(from));
    else deliver(chunk.subarray(from, end));
  }

  /** Of a lent chunk, what was not looked through. */
  function keepRest(chunk: Uint8Array): void {
    const place = waiting.indexOf(chunk);
    if (place === -1) return;
    waiting[place] = copyOf(place === 0 ? chunk.subarray(next) : chunk);
    if (place === 0) next = 0;
  }

  return {
    push(chunk) {
      if (chunk.length > 0) waiting.push(lent && delivering ? copyOf(chunk) : chunk);
      if (delivering) return; // called from a handler: the loop below goes on when that returns
      delivering = true;
      try {
        for (let chunk = waiting[0]; chunk !== undefined && !held(); chunk = waiting[0]) step(chunk);
      } finally {
        delivering = false;
        if (lent) keepRest(chunk);
      }
    },
    finish() {
      const rest = size;
      parts = [];
      size = 0;
      start = undefined;
      return rest;
    },
    get busy(): boolean {
      return delivering || waiting.length > 0;
    },
  };
}

/**
 * Adds a part. Small neighbours are merged as in a binary counter: a line that comes byte by byte costs its bytes and a
 * few objects, not an object for each byte, and none is copied more than 16 times.
 */
function gather(parts: Uint8Array[], part: Uint8Array): void {
  let merged = part;
  for (let before = parts.at(-1); before !== undefined; before = parts.at(-1)) {
    if (before.length >= largePart || before.length > merged.length) break;
    parts.pop();
    merged = join([before, merged], before.length + merged.length);
  }
  parts.push(merged);
}

/** At most `length` bytes of the parts, from the first on. */
function firstOf(parts: readonly Uint8Array[], length: number): Uint8Array {
  const have = parts.reduce((sum, part) => sum + part.length, 0);
  return join(parts, Math.min(length, have));
}

/** Lines of up to a quarter of this share a block of memory: a buffer for each would cost more than reading it. */
const blockSize = 16 * 1024;
let block = new ArrayBuffer(0);
let used = 0;

/**
 * Memory for a line, to be written in full at once: it holds what was there before. A line that is kept for long keeps one block,
 * however large the chunk was that it came in.
 */
function allocate(length: number): Uint8Array {
  if (length > blockSize / 4) return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
  if (used + length > block.byteLength) {
    block = new ArrayBuffer(blockSize);
    used = 0;
  }
  used += length;
  return new Uint8Array(block, used - length, length);
}

/** The first `length` bytes, in memory that is never written again. */
function copyOf(part: Uint8Array, length: number = part.length): Uint8Array {
  const copy = allocate(length);
  copy.set(part.length > length ? part.subarray(0, length) : part);
  return copy;
}

/** The first `length` bytes of the parts, which have at least as many, in memory that is never written again. */
function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = allocate(length);
  let at = 0;
  for (const part of parts) {
    if (at >= length) break;
    whole.set(part.length > length - at ? part.subarray(0, length - at) : part, at);
    at += part.length;
  }
  return whole;
}
