const scale = Number(process.env['OSTIARY_FUZZ'] ?? 1);

/** How often a property is tried. `pnpm test:fuzz` tries more often, and without the seed, so that each time is another one. */
export function runs(usual: number, seed?: number): { numRuns: number; seed?: number } {
  return { numRuns: usual * scale, ...(seed !== undefined && scale === 1 && { seed }) };
}
