// Medians and how numbers are written.

function quantile(values, part) {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * part;
  const low = Math.floor(at);
  const [a, b] = [sorted[low], sorted[Math.ceil(at)]];
  return a + (b - a) * (at - low);
}

export const median = (values) => quantile(values, 0.5);

/** `1.83 (1.79–1.90)`: the median and the least and largest of the rounds; a dash where nothing was measured. */
export function spread(values, digits = 2) {
  if (values.length === 0 || values.some((value) => value === undefined)) return '–';
  const [low, middle, high] = [0, 0.5, 1].map((part) => quantile(values, part).toFixed(digits));
  return low === high ? middle : `${middle} (${low}–${high})`;
}

/** `12,345`. */
export const whole = (value) => Math.round(value).toLocaleString('en-US');
