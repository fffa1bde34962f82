import type { Channel } from './channel.js';

/** A place in the order of what is sent. Exactly one of the two is called, once. */
export interface Slot {
  /** Sends these bytes at this place. */
  fill(bytes: Uint8Array): void;
  /** Nothing is sent at this place. */
  release(): void;
}

/**
 * What is sent to one side, in the order in which places were reserved and not in the order in which they were filled:
 * a message whose record is still being written holds back what came after it, and nothing overtakes.
 */
export interface Outbox {
  reserve(): Slot;
  push(bytes: Uint8Array): void;
  /** Bytes that wait: behind an open place, or for the operating system to take them. */
  readonly queued: number;
}

/** `onFull` is called when the other side stops taking bytes; the channel's `drain` says when it takes them again. */
export function createOutbox(channel: Channel, onFull: () => void): Outbox {
  // `undefined`: not settled; `null`: released. Settled places before `head` are gone.
  let places: (Uint8Array | null | undefined)[] = [];
  let head = 0;
  let first = 0;
  let held = 0;

  function send(bytes: Uint8Array): void {
    if (!channel.send([bytes])) onFull();
  }

  function settle(number: number, bytes: Uint8Array | null): void {
    places[number - first] = bytes;
    if (bytes) held += bytes.length;
    for (let next = places[head]; next !== undefined; next = places[head]) {
      places[head++] = null;
      if (next) {
        held -= next.length;
        send(next);
      }
    }
    if (head === places.length || head > 1024) {
      places = places.slice(head);
      first += head;
      head = 0;
    }
  }

  return {
    reserve() {
      const number = first + places.length;
      places.push(undefined);
      return { fill: (bytes) => settle(number, bytes), release: () => settle(number, null) };
    },
    push(bytes) {
      if (head === places.length) send(bytes);
      else {
        held += bytes.length;
        places.push(bytes);
      }
    },
    get queued() {
      return held + channel.queued;
    },
  };
}
