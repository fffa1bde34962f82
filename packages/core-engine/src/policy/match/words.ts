/** Families of tools, and the words of a name that give one away. `test/cases/policy/words.yaml` has the cases. */
const FAMILIES: ReadonlyMap<string, string> = new Map([
  [
    'destructive',
    'delete del remove rm drop purge wipe destroy erase truncate kill terminate format shutdown uninstall overwrite',
  ],
  ['shell', 'shell bash sh zsh powershell terminal exec execute command'],
  ['filesystem', 'file files directory folder path'],
  ['web', 'fetch http url browse download upload crawl'],
  ['database', 'sql query database db table'],
  ['messaging', 'email mail slack message sms post'],
  ['vcs', 'git commit push merge branch'],
]);

const NONE: ReadonlySet<string> = new Set();
const FAMILY_OF: ReadonlyMap<string, string> = new Map(
  [...FAMILIES].flatMap(([family, words]) => words.split(' ').map((word) => [word, family] as const)),
);

/** Between words: whatever is no letter, mark or digit; before a capital that follows a small letter or digit; before a
 * capital that a small letter follows and a capital precedes (`HTTPFetch`). */
const BETWEEN = /[^\p{L}\p{M}\p{N}]+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

/**
 * The categories that a tool's name suggests, by its whole words and without case: `delete_file` and `dropTable`, not
 * `dropbox`. A guess: it may make an outcome stricter and never looser.
 */
export function categoriesOf(name: string): ReadonlySet<string> {
  let found: Set<string> | undefined;
  for (const word of name.split(BETWEEN)) {
    const family = FAMILY_OF.get(word.toLowerCase());
    if (family !== undefined) found = (found ?? new Set()).add(family);
  }
  return found ?? NONE;
}
