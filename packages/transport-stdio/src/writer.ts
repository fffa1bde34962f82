import type { Writable } from 'node:stream';

export interface Writer {
  send(pieces: readonly Uint8Array[]): boolean;
  readonly queued: number;
  readonly broken: boolean;
  end(): Promise<void>;
}

const lineEnd = Uint8Array.of(0x0a);
/** Up to a memory page, copying a piece is cheaper than a stream's bookkeeping for it. */
const smallPiece = 4096;

/**
 * Writes lines to a stream. What is sent in one tick, promise continuations included, leaves in one write; nothing is
 * ever thrown away before the stream breaks.
 */
export function writeLines(
  output: Writable,
  highWaterMark: number,
  on: { drain: () => void; broken: () => void },
): Writer {
  let batch: Uint8Array[] = [];
  let batched = 0; // bytes in it
  let scheduled = false;
  let full = false; // `send` returned false and `drain` is owed
  let broken = output.destroyed;
  let finished = false;
  let ending: Promise<void> | undefined;
  let ended = (): void => undefined;

  function giveUp(): void {
    if (broken) return;
    broken = true;
    batch = [];
    batched = 0;
    ended();
    on.broken();
  }
  // Stays for good: after EPIPE the stream may report the writes behind it one by one.
  output.on('error', giveUp);
  // Noted here because standard output, which Node never closes, forgets that it finished.
  output.once('finish', () => {
    finished = true;
  });
  output.once('close', () => {
    if (!finished) giveUp();
  });

  const queued = (): number => (broken ? 0 : batched + output.writableLength);

  function taken(): void {
    if (!full || broken || queued() > 0) return;
    full = false;
    on.drain();
  }

  function flush(): void {
    scheduled = false;
    if (batch.length === 0) return;
    const pieces = batch.every(isSmall) ? [Buffer.concat(batch, batched)] : merge(batch);
    batch = [];
    batched = 0;
    if (pieces.length > 1) output.cork();
    for (const piece of pieces) output.write(piece, taken);
    if (pieces.length > 1) output.uncork();
  }

  return {
    send(pieces) {
      if (broken || ending !== undefined) return true;
      for (const piece of pieces) {
        batch.push(piece);
        batched += piece.length;
      }
      batch.push(lineEnd);
      batched += lineEnd.length;
      if (!scheduled) {
        scheduled = true;
        process.nextTick(flush);
      }
      if (queued() <= highWaterMark) return true;
      full = true;
      return false;
    },
    get queued(): number {
      return queued();
    },
    get broken(): boolean {
      return broken;
    },
    end() {
      ending ??= new Promise((resolve) => {
        ended = resolve;
        if (broken) return resolve();
        flush();
        output.end(() => resolve());
      });
      return ending;
    },
  };
}

function isSmall(piece: Uint8Array): boolean {
  return piece.length <= smallPiece;
}

/** Joins runs of small pieces and leaves the others as they are. */
function merge(pieces: readonly Uint8Array[]): Uint8Array[] {
  const merged: Uint8Array[] = [];
  let run: Uint8Array[] = [];
  const close = (): void => {
    const [first, second] = run;
    if (first !== undefined) merged.push(second === undefined ? first : Buffer.concat(run));
    run = [];
  };
  for (const piece of pieces) {
    if (isSmall(piece)) {
      run.push(piece);
      continue;
    }
    close();
    merged.push(piece);
  }
  close();
  return merged;
}
