/** Which variables a server is given. */
export interface EnvironmentOptions {
  /** Only what a program needs to find its files and its terminal, not all of the parent's. */
  clean: boolean;
  /** Variables set by name, over everything else. The operator spelt them out, so these may be of the gateway's own. */
  set: Readonly<Record<string, string>>;
}

const kept = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TERM', 'LANG', 'TMPDIR'];
/** The gateway's own settings, among them its secrets. In any case: Windows does not tell `ostiary_token` from them. */
const own = /^ostiary_/i;

/** The environment of a server, as docs promise it: the parent's without every `OSTIARY_*`, or the clean one. Pure. */
export function serverEnvironment(
  parent: Readonly<Record<string, string | undefined>>,
  { clean, set }: EnvironmentOptions,
): Record<string, string> {
  // Without a prototype `__proto__` is a name like any other.
  const environment: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(parent)) {
    if (value === undefined || own.test(name) || (clean && !kept.includes(name))) continue;
    environment[name] = value;
  }
  for (const [name, value] of Object.entries(set)) environment[name] = value;
  return environment;
}
