const FULL = 64 * 1024;
/** Without a pattern of its own, which would keep the states of an automaton few. Numerical Recipes' generator. */
const random = ((seed: number) => {
  let state = seed;
  return Array.from({ length: FULL - 1 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 31 === 0 ? 'a' : 'b';
  }).join('');
})(20);

/** Expressions on which engines that backtrack take exponential or cubic time, and those on which the states of an automaton explode. */
export const worst: [string, string][] = [
  ['^(a+)+$', `${'a'.repeat(FULL - 1)}!`],
  ['(a|aa)+$', `${'a'.repeat(FULL - 1)}!`],
  ['([a-z]+)*\\d', `${'a'.repeat(FULL - 1)}!`],
  ['(x+x+)+y', 'x'.repeat(FULL)],
  ['(.*)*=', 'a'.repeat(FULL)],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(FULL)],
  ['(a?){25}a{25}b', 'a'.repeat(FULL)],
  ['a*a*a*a*a*a*a*a*b', 'a'.repeat(FULL)],
  ['.*.*.*.*.*=.*', 'é'.repeat(FULL / 2)],
  ['^(\\w+\\s?)*$', `${'a '.repeat(FULL / 2 - 1)}!`],
  ['\\s+$', `${' '.repeat(FULL - 1)}x`],
  ['(?i)(?:straße|ſ|k)+z', 'K'.repeat(FULL / 3)],
  ['(a|b)*a(a|b){13}$', `${random}c`],
  ['[ab]*a[ab]{60}$', `${random}c`],
  ['[ab]*a[ab]{150}$', `${random}c`],
  ['\\b[ab]*a[ab]{30}\\b$', `${random}!`],
  ['(?:.{1,20}b){2}c', random],
  ['([a-z0-9._%+-]{1,20})@([a-z0-9.-]{1,30})\\.[a-z]{2,10}$', 'a@'.repeat(FULL / 2)],
];
