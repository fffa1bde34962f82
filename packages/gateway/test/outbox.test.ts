import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutbox, type Slot } from '../src/outbox.js';
import { fakeChannel } from './harness.js';
import { runs } from './runs.js';

const bytes = (text: string) => new TextEncoder().encode(text);

const silent = { onSlow: () => undefined, onHeld: () => undefined };

describe('outbox', () => {
  it('sends in the order of reservation, whatever the order of filling', () => {
    const places = fc.array(fc.record({ fill: fc.boolean(), at: fc.nat() }), { maxLength: 60 });
    fc.assert(
      fc.property(places, fc.boolean(), (plan, pushes) => {
        const channel = fakeChannel();
        const outbox = createOutbox(channel, Number.POSITIVE_INFINITY, silent);
        const expected: string[] = [];
        const slots: { slot: Slot; text: string | undefined }[] = [];
        for (const [index, { fill }] of plan.entries()) {
          const text = fill ? `reserved ${index}` : undefined;
          slots.push({ slot: outbox.reserve(), text });
          if (text) expected.push(text);
          if (!pushes) continue;
          outbox.push(bytes(`pushed ${index}`));
          expected.push(`pushed ${index}`);
        }
        for (const { at } of plan) {
          const [next] = slots.splice(at % slots.length, 1);
          if (next?.text === undefined) next?.slot.release();
          else next.slot.fill(bytes(next.text));
        }
        expect(channel.arrived).toEqual(expected);
        expect(outbox.queued).toBe(0);
      }),
      runs(100),
    );
  });

  it('sends nothing of what was filled and then released before its turn', () => {
    const channel = fakeChannel();
    const outbox = createOutbox(channel, Number.POSITIVE_INFINITY, silent);
    const [first, second] = [outbox.reserve(), outbox.reserve()];
    second.fill(bytes('12345'));
    second.release();
    expect(outbox.queued).toBe(0);
    first.fill(bytes('first'));
    expect(channel.arrived).toEqual(['first']);
    expect(outbox.queued).toBe(0);
  });

  it('counts the bytes that wait behind an open place, and those of the channel', () => {
    const channel = fakeChannel();
    const outbox = createOutbox(channel, Number.POSITIVE_INFINITY, silent);
    const slot = outbox.reserve();
    outbox.push(bytes('12345'));
    channel.queued = 7;
    expect(outbox.queued).toBe(12);
    slot.release();
    expect(outbox.queued).toBe(7);
  });

  it('says when the other side takes no more', () => {
    const channel = fakeChannel();
    let full = 0;
    const outbox = createOutbox(channel, 1_000, { ...silent, onSlow: () => full++ });
    outbox.push(bytes('a'));
    channel.full = true;
    outbox.push(bytes('b'));
    expect(full).toBe(1);
  });

  it('says when too much waits behind an open place, and when it no longer does', () => {
    const states: boolean[] = [];
    const outbox = createOutbox(fakeChannel(), 10, { ...silent, onHeld: (isOver) => states.push(isOver) });
    const [one, two] = [outbox.reserve(), outbox.reserve()];
    outbox.push(bytes('123456'));
    two.fill(bytes('12345'));
    expect(states).toEqual([true]);
    one.release();
    expect(states).toEqual([true, false]);
  });
});
