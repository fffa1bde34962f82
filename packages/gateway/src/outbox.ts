import type { Channel } from './channel.js';

/** A place in the order of what is sent. One of the two is called, once; what was filled may be released before its turn. */
export interface Slot {
  /** Sends these bytes at this place. */
  fill(bytes: Uint8Array): void;
  /** Nothing is sent at this place. */
  release(): void;
  /** Whether its turn has come: until then the other side cannot know what stands here. */
  readonly passed: boolean;
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

/** Told when one of two things begins or ends. */
export interface OutboxEvents {
  /** The other side takes no more; the channel's `drain` says when it does. */
  onSlow(): void;
  /** More bytes than `bound` wait behind an open place, or no longer. */
  onHeld(isOver: boolean): void;
}

/** What a slot asks of its outbox. */
interface Order {
  settle(number: number, bytes: Uint8Array | null): void;
  isPassed(number: number): boolean;
}

/** Two of them are made for every call, so their methods stand on a class and not on each. */
class NumberedSlot implements Slot {
  readonly #order: Order;
  readonly #number: number;

  constructor(order: Order, number: number) {
    this.#order = order;
    this.#number = number;
  }

  fill(bytes: Uint8Array): void {
    this.#order.settle(this.#number, bytes);
  }

  release(): void {
    this.#order.settle(this.#number, null);
  }

  get passed(): boolean {
    return this.#order.isPassed(this.#number);
  }
}

export function createOutbox(channel: Channel, bound: number, { onSlow, onHeld }: OutboxEvents): Outbox {
  // `undefined`: not settled; `null`: released. Settled places before `head` are gone.
  let places: (Uint8Array | null | undefined)[] = [];
  let head = 0;
  let first = 0;
  let held = 0;
  let isOver = false;

  function send(bytes: Uint8Array): void {
    if (!channel.send([bytes])) onSlow();
  }

  function weigh(change: number): void {
    held += change;
    if (held > bound === isOver) return;
    isOver = !isOver;
    onHeld(isOver);
  }

  function settle(number: number, bytes: Uint8Array | null): void {
    const place = number - first;
    const before = places[place]?.length ?? 0;
    places[place] = bytes;
    if (place === head) flush(bytes);
    else weigh((bytes?.length ?? 0) - before);
  }

  /** Sends from the head on what is settled. `fresh` was settled just now and never counted as held. */
  function flush(fresh: Uint8Array | null): void {
    let sent = 0;
    for (let next = places[head]; next !== undefined; next = places[head]) {
      places[head++] = null;
      if (next && next !== fresh) sent += next.length;
      if (next) send(next);
    }
    if (head === places.length || head > 1024) {
      places = places.slice(head);
      first += head;
      head = 0;
    }
    weigh(-sent);
  }

  const order: Order = { settle, isPassed: (number) => number < first + head };

  return {
    reserve() {
      const number = first + places.length;
      places.push(undefined);
      return new NumberedSlot(order, number);
    },
    push(bytes) {
      if (head === places.length) return send(bytes);
      places.push(bytes);
      weigh(bytes.length);
    },
    get queued() {
      return held + channel.queued;
    },
  };
}
