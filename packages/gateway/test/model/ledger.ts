import type { AuditEntry, Ports, Principal } from '@ostiary/core-engine';

/** An entry that the relay gave to `record` or `note`, and what became of it. */
export interface Written {
  readonly entry: AuditEntry;
  /** When it was given, on the relay's clock. */
  readonly at: number;
  state: 'pending' | 'kept' | 'lost';
}

export type SlowPort = 'identify' | 'record' | 'note';

/** The ports of a scenario: each of them answers at once, or when the scenario says so, in any order, well or badly. */
export interface Ledger {
  readonly ports: Pick<Ports, SlowPort>;
  /** In the order in which they were given. */
  readonly written: readonly Written[];
  /** How many answers are owed. */
  readonly owed: number;
  /** Gives one of the answers that are owed. */
  settle(pick: number, well: boolean): void;
  /** Whether a port that answers at once answers well. */
  works: boolean;
}

export function openLedger(slow: readonly SlowPort[], clock: { readonly now: number }): Ledger {
  const written: Written[] = [];
  const owed: ((well: boolean) => void)[] = [];

  /** Resolves or rejects, now or later, after `then` was told which of them. */
  function answer<Value>(port: SlowPort, value: Value, then: (well: boolean) => void): Promise<Value> {
    return new Promise((resolve, reject) => {
      const settle = (well: boolean) => {
        then(well);
        if (well) resolve(value);
        else reject(new Error('the port failed'));
      };
      if (slow.includes(port)) owed.push(settle);
      else settle(ledger.works);
    });
  }

  function write(port: 'record' | 'note'): (entry: AuditEntry) => Promise<void> {
    return (entry) => {
      const line: Written = { entry, at: clock.now, state: 'pending' };
      written.push(line);
      return answer(port, undefined, (well) => {
        line.state = well ? 'kept' : 'lost';
      });
    };
  }

  const principal: Principal = { id: 'agent:local', roles: [] };
  const ledger: Ledger = {
    ports: {
      identify: () => answer('identify', principal, () => undefined),
      record: write('record'),
      note: write('note'),
    },
    written,
    get owed() {
      return owed.length;
    },
    settle(pick, well) {
      const [next] = owed.splice(pick % Math.max(1, owed.length), 1);
      next?.(well);
    },
    works: true,
  };
  return ledger;
}
