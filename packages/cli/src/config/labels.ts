import { CommandError } from '../fail.js';

/** Which of two values of one label counts nobody can say, so that is a mistake. */
export function labelsOf(pairs: readonly (readonly [key: string, value: string])[]): Readonly<Record<string, string>> {
  const keys = pairs.map(([key]) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw new CommandError(`the label \`${twice}\` is given twice`);
  return Object.fromEntries(pairs);
}
