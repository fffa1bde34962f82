/** Longer names are looked up each time: a flood of them could fill any memory, and tools have short ones. In UTF-16 units. */
const LONGEST_NAME = 256;
/** Each of the two generations holds at most so many names: servers have tens of tools, seldom hundreds … */
const MOST_NAMES = 512;
/** … and at most so many bytes, roughly counted. */
const MOST_BYTES = 1024 * 1024;
/** About what V8 takes for an entry of a map, its key and its value besides what they hold. */
const BYTES_PER_NAME = 128;

/**
 * `find`, but names asked for lately are not looked up again. Names come from outside, so what is kept is bounded: when the
 * young generation is full it becomes the old one, and what nobody asks for until the next time is gone. What `find` gives may
 * depend on the name alone; `sizeOf`: how many bytes it holds, about.
 */
export function remember<Found>(
  find: (name: string) => Found,
  sizeOf: (found: Found) => number,
): (name: string) => Found {
  let young = new Map<string, Found>();
  let old = new Map<string, Found>();
  let bytes = 0;
  return (name) => {
    if (name.length > LONGEST_NAME) return find(name);
    const known = young.get(name);
    if (known !== undefined) return known;
    const found = old.get(name) ?? find(name);
    const size = BYTES_PER_NAME + 2 * name.length + sizeOf(found);
    if (size > MOST_BYTES) return found;
    if (young.size >= MOST_NAMES || bytes + size > MOST_BYTES) {
      old = young;
      young = new Map();
      bytes = 0;
    }
    young.set(name, found);
    bytes += size;
    return found;
  };
}
