import { setTimeout as delay } from 'node:timers/promises';

/** The processes that a server left in its process group, itself included. */
export interface ProcessGroup {
  /** Sends a signal to all of them. False when there is nobody left to tell. */
  signal(name: NodeJS.Signals): boolean;
  /** Ends those that outlived their leader: SIGTERM, and SIGKILL after `grace` ms. To be called when the leader has exited. */
  sweep(grace: number): Promise<void>;
}

/** How often a sweep looks whether the group is empty, in ms. */
const look = 20;

export function processGroup(leader: number | undefined): ProcessGroup {
  // Once the group is empty its number may go to somebody else's processes, so it is never used again.
  let over = leader === undefined;
  let killed = false;

  function tell(signal: NodeJS.Signals | 0): boolean {
    if (over || leader === undefined) return false;
    try {
      process.kill(-leader, signal);
      if (signal === 'SIGKILL') killed = true;
      return true;
    } catch {
      // ESRCH: nobody is left. EPERM: all who are left run as another user, beyond our reach.
      over = true;
      return false;
    }
  }

  return {
    signal: tell,
    async sweep(grace) {
      const until = performance.now() + grace;
      let present = !killed && tell('SIGTERM');
      while (present && performance.now() < until) {
        await delay(look);
        present = tell(0);
      }
      if (present) tell('SIGKILL');
      over = true;
    },
  };
}
