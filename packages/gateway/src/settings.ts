import type { Limits, Manners } from '@ostiary/core-engine';

/** How one relay behaves. Times are milliseconds, sizes bytes. */
export interface Settings {
  readonly limits: Limits;
  readonly manners: Manners;
  /** What becomes of an agent's method that no revision of MCP has. */
  readonly unknownMethods: 'deny' | 'pass';
  /** How long a request to the server may go without an answer or progress. */
  readonly idleTimeout: number;
  /** The same for `initialize` and lists, which servers answer at once. */
  readonly initializeTimeout: number;
  /** Requests in flight in each direction; more are answered "busy". */
  readonly maxInFlight: number;
  /** Bytes that wait for a slow side before requests to it are answered "busy". */
  readonly maxQueued: number;
}
