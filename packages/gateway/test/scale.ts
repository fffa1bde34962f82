/** How many times more runs than usual a property gets: `pnpm test:fuzz` sets it. */
export const scale = Number(process.env['OSTIARY_FUZZ'] ?? 1);
