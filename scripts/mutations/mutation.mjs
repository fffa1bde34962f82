/**
 * Makers of mutations, one for each of `files` below the package's `folder`: each takes why it matters, what is taken out, what stands there
 * instead, and where fewer tests than the target's can find it, those.
 */
export const mutators = (folder, files, ...of) =>
  files.map((file) => (why, find, replace, tests = of) => ({
    file: `${folder}/${file}.ts`,
    why,
    find,
    replace,
    ...(tests.length > 0 && { tests }),
  }));

/** `test/<folder>/<name>.test.ts` of each name. */
export const testsIn = (folder, ...names) => names.map((name) => `test/${folder}/${name}.test.ts`);
