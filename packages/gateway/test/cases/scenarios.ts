import type { Scenario } from '../model/scenario.js';

const usual = {
  slow: [],
  maxInFlight: 10_000,
  maxQueued: 1_000_000,
  unknownMethods: 'deny',
  finish: 'answers',
} as const;
const agent = { who: 'agent', token: false } as const;
const server = { who: 'server', token: false } as const;

/** What failed once, found by the property and made small by it. Replayed before anything new is tried. */
export const scenarios: readonly (readonly [why: string, scenario: Scenario])[] = [
  [
    'an answer to a request that waits behind another one, and the id used again',
    {
      ...usual,
      steps: [
        { do: 'ask', ...agent, what: 0, id: 0 },
        { do: 'ask', ...agent, what: 6, id: 1 },
        { do: 'stray', who: 'server', id: 1 },
        { do: 'tell', who: 'agent', what: 0 },
        { do: 'ask', ...agent, what: 0, id: 0 },
        { do: 'ask', ...agent, what: 0, id: 1 },
      ],
    },
  ],
  [
    'the same by the agent, while another request of the server is being recorded',
    {
      ...usual,
      slow: ['record'],
      steps: [
        { do: 'ask', ...server, what: 0, id: 0 },
        { do: 'ask', ...server, what: 0, id: 1 },
        { do: 'settle', pick: 0, well: true },
        { do: 'ask', ...server, what: 0, id: 1 },
        { do: 'settle', pick: 4, well: true },
        { do: 'stray', who: 'agent', id: 1 },
      ],
    },
  ],
  [
    'a drain behind the stop opened the gateway again',
    { ...usual, steps: [{ do: 'stop' }, { do: 'drain' }, { do: 'ask', ...agent, what: 0, id: 0 }] },
  ],
  [
    'a request that times out while its answer waits behind a held message',
    {
      ...usual,
      slow: ['record'],
      steps: [
        { do: 'ask', ...agent, what: 0, id: 0 },
        { do: 'ask', ...agent, what: 0, id: 1 },
        { do: 'noise', who: 'agent', what: 0 },
        { do: 'settle', pick: 1, well: true },
        { do: 'ask', ...server, what: 0, id: 0 },
        { do: 'clock', ms: 1100 },
        { do: 'progress', pick: 0 },
      ],
    },
  ],
  [
    'the agent breaks while the server is paused for it',
    {
      ...usual,
      maxQueued: 400,
      steps: [
        { do: 'stall', who: 'agent' },
        { do: 'ask', ...agent, what: 0, id: 0 },
        { do: 'ask', ...agent, what: 0, id: 0 },
        { do: 'noise', who: 'agent', what: 0 },
        { do: 'clock', ms: 1100 },
        { do: 'break', who: 'agent' },
      ],
    },
  ],
];
