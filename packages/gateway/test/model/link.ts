import type { Channel, ChannelHandlers } from '../../src/index.js';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** What `say` puts into the pipe toward the relay. `told` is called when the relay is about to get the line. */
type Piece = { readonly line: string; told(): void } | { readonly rest: number };

/** One side of the gateway, in the model's hand: its channel, a pipe toward the relay, and a reader that can stop reading. */
export interface Link {
  readonly channel: Channel;
  /** Puts something into the pipe. The relay gets it with `pump`, not while it has paused this side. */
  say(piece: Piece): void;
  /** Delivers what the relay lets through. Handlers are called from here alone, as from an event loop. */
  pump(): void;
  /** Reads nothing until `read`. */
  stall(): void;
  read(): void;
  /** Takes nothing any more. */
  break(): void;
  /** Whether this side closed its pipe. */
  readonly ended: boolean;
  readonly broken: boolean;
  readonly paused: boolean;
  /** Pieces that the relay has not taken. */
  readonly waiting: number;
}

/** Bytes above which `send` says false. */
const highWaterMark = 300;

export function openLink(onArrival: (line: string) => void): Link {
  const pipe: Piece[] = [];
  let handlers: ChannelHandlers | undefined;
  let paused = false;
  let stalled = false;
  let broken = false;
  let ended = false;
  let queued = 0;
  let full = false;

  function deliver(piece: Piece): void {
    if ('rest' in piece) handlers?.end(piece.rest);
    else {
      piece.told();
      handlers?.line(encoder.encode(piece.line));
    }
  }

  return {
    channel: {
      start(given) {
        handlers = given;
      },
      send(pieces) {
        const line = pieces.map((piece) => decoder.decode(piece)).join('');
        // What goes to a side that broke gets lost behind the relay, which sends it all the same.
        onArrival(line);
        if (broken) return true;
        if (stalled) queued += line.length + 1;
        if (queued <= highWaterMark) return true;
        full = true;
        return false;
      },
      get queued() {
        return queued;
      },
      pause() {
        paused = true;
      },
      resume() {
        paused = false;
      },
      end: async () => undefined,
    },
    say(piece) {
      if (ended) return;
      if ('rest' in piece) ended = true;
      pipe.push(piece);
    },
    pump() {
      while (!paused) {
        const piece = pipe.shift();
        if (piece === undefined) return;
        deliver(piece);
      }
    },
    stall() {
      stalled = !broken;
    },
    read() {
      stalled = false;
      queued = 0;
      if (!full || broken) return;
      full = false;
      handlers?.drain();
    },
    break() {
      if (broken) return;
      broken = true;
      queued = 0;
      handlers?.broken();
    },
    get ended() {
      return ended;
    },
    get broken() {
      return broken;
    },
    get paused() {
      return paused;
    },
    get waiting() {
      return pipe.length;
    },
  };
}
