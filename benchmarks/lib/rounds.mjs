// Rounds of several contestants in one process, and ratios within a round.

/**
 * Every contestant once a round, in an order that turns, so that what the machine does meanwhile meets all of them alike. A
 * contestant gives one figure a round; the first `warmUp` rounds are not kept. Gives the figures by name, in order of rounds.
 */
export async function runRounds(contestants, { rounds, warmUp = 2 }) {
  const all = Object.entries(contestants);
  const figures = Object.fromEntries(all.map(([name]) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    const turn = (round + warmUp) % all.length;
    for (const [name, run] of [...all.slice(turn), ...all.slice(0, turn)]) {
      const figure = await run();
      if (round >= 0) figures[name].push(figure);
    }
  }
  return figures;
}

/** How many times as large as the other of the same round. */
export const paired = (figures, others) => figures.map((figure, round) => figure / others[round]);

/** Nanoseconds of CPU time of this process, its collector included, for each of the `count` calls that `run` makes. */
export async function cpuPerCall(count, run) {
  globalThis.gc?.();
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1_000) / count;
}
