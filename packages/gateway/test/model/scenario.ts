import fc from 'fast-check';
import type { SlowPort } from './ledger.js';
import { ids, noises, requests, tellings } from './messages.js';

export type Who = 'agent' | 'server';

/** One thing that happens. Numbers that choose among what is there are taken modulo how much there is. */
export type Step =
  | { readonly do: 'ask'; readonly who: Who; readonly what: number; readonly id: number; readonly token: boolean }
  /** Answers a request that arrived: rightly, or with a line that is no message. */
  | { readonly do: 'answer' | 'garble'; readonly who: Who; readonly pick: number; readonly how: number }
  /** Answers with an id of its own choice. */
  | { readonly do: 'stray'; readonly who: Who; readonly id: number }
  | { readonly do: 'noise' | 'tell'; readonly who: Who; readonly what: number }
  /** Withdraws a request of its own, or an id of its own choice where there is none. */
  | { readonly do: 'cancel'; readonly who: Who; readonly pick: number; readonly id: number }
  | { readonly do: 'progress'; readonly pick: number }
  | { readonly do: 'settle'; readonly pick: number; readonly well: boolean }
  | { readonly do: 'disk'; readonly works: boolean }
  | { readonly do: 'stall' | 'read' | 'end' | 'break'; readonly who: Who }
  | { readonly do: 'clock'; readonly ms: number }
  | { readonly do: 'wait' | 'drain' | 'stop' };

export interface Scenario {
  /** Ports that answer when a step says so. */
  readonly slow: readonly SlowPort[];
  readonly maxInFlight: number;
  readonly maxQueued: number;
  readonly unknownMethods: 'deny' | 'pass';
  readonly steps: readonly Step[];
  /** How what is still open ends before the relay is stopped. */
  readonly finish: 'answers' | 'timeouts' | 'death' | 'stop';
}

const who = fc.constantFrom<Who>('agent', 'agent', 'server');
const small = fc.nat(9);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      who,
      what: fc.nat(requests.agent.length - 1),
      id: fc.oneof({ weight: 3, arbitrary: fc.nat(2) }, { weight: 2, arbitrary: fc.nat(ids.length - 1) }),
      token: fc.boolean(),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('answer' as const), who, pick: small, how: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('garble' as const), who, pick: small, how: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('stray' as const), who, id: fc.nat(ids.length - 1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('noise' as const), who, what: fc.nat(noises.length - 1) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tell' as const), who, what: fc.nat(tellings.length - 1) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('cancel' as const), who, pick: small, id: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('progress' as const), pick: small }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      pick: small,
      well: fc.constantFrom(true, true, true, false),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('disk' as const), works: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('stall' as const, 'read' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('clock' as const), ms: fc.constantFrom(1, 90, 400, 1100) }) },
  { weight: 12, arbitrary: fc.constant({ do: 'wait' as const }) },
);
/** Seldom and late, or little would happen. */
const lateStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: step },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('end' as const, 'break' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('drain' as const, 'stop' as const) }) },
);

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  slow: fc.subarray<SlowPort>(['identify', 'record', 'note']),
  maxInFlight: fc.constantFrom(2, 10_000),
  maxQueued: fc.constantFrom(400, 1_000_000),
  unknownMethods: fc.constantFrom('deny' as const, 'pass' as const),
  steps: fc
    .tuple(fc.array(step, { maxLength: 60, size: 'max' }), fc.array(lateStep, { maxLength: 8 }))
    .map(([early, late]) => [...early, ...late]),
  finish: fc.constantFrom('answers' as const, 'timeouts' as const, 'death' as const, 'stop' as const),
});
