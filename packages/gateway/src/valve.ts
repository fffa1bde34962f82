import type { Channel } from './channel.js';

/** Why one side is not read for a while. */
type Reason = 'slow_reader' | 'held_messages' | 'refusals';

/** Stops reading from one side while anything stands against it. */
export interface Valve {
  hold(reason: Reason): void;
  release(reason: Reason): void;
  readonly held: boolean;
}

export function createValve(channel: Pick<Channel, 'pause' | 'resume'>): Valve {
  const reasons = new Set<Reason>();
  return {
    hold(reason) {
      if (reasons.size === 0) channel.pause();
      reasons.add(reason);
    },
    release(reason) {
      if (reasons.delete(reason) && reasons.size === 0) channel.resume();
    },
    get held() {
      return reasons.size > 0;
    },
  };
}
