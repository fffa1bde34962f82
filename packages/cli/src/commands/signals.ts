import { constants } from 'node:os';

const watched = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
type Ending = 'sigterm' | 'sigint' | 'sighup';

export interface Signals {
  /** Resolves with the first signal that asks for the end. A second one ends the process at once. */
  readonly first: Promise<Ending>;
  stop(): void;
}

/** `atOnce` runs before a second signal ends the process. */
export function watchSignals(atOnce: () => void): Signals {
  let resolve: (ending: Ending) => void = () => undefined;
  const first = new Promise<Ending>((settle) => {
    resolve = settle;
  });
  let seen = false;
  function onSignal(signal: (typeof watched)[number]): void {
    if (seen) {
      atOnce();
      process.exit(128 + constants.signals[signal]);
    }
    seen = true;
    resolve(signal.toLowerCase() as Ending);
  }
  for (const signal of watched) process.on(signal, onSignal);
  return {
    first,
    stop() {
      for (const signal of watched) process.off(signal, onSignal);
    },
  };
}
