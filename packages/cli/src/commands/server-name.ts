import { parse } from 'node:path';

/** A program that runs another one, which is what people mean by the server. */
interface Runner {
  /** Words of its own that stand before the server. */
  readonly words?: readonly string[];
  /** Its options that take the next argument, which names no server and may be a secret (`docker run -e TOKEN=…`). */
  readonly valued?: readonly string[];
}

const node: Runner = {
  valued: ['-r', '--require', '--import', '--loader', '-C', '--env-file', '-e', '--eval', '-p', '--print'],
};
const python: Runner = { valued: ['-W', '-X', '-c'] };
const docker: Runner = {
  words: ['run', 'container', 'exec'],
  valued: [
    ...[
      '-e',
      '--env',
      '--env-file',
      '-v',
      '--volume',
      '-p',
      '--publish',
      '--name',
      '--mount',
      '--network',
      '--net',
      '-w',
      '--workdir',
    ],
    ...[
      '-u',
      '--user',
      '--entrypoint',
      '-l',
      '--label',
      '--add-host',
      '--platform',
      '--pull',
      '-m',
      '--memory',
      '--cpus',
      '-h',
      '--hostname',
    ],
  ],
};
const npx: Runner = { valued: ['-p', '--package', '-c', '--call', '-w', '--workspace', '--registry'] };
const uv: Runner = {
  words: ['run', 'tool', 'x'],
  valued: ['--with', '--from', '--python', '-p', '--directory', '--project', '--env-file', '--index-url'],
};

const runners: ReadonlyMap<string, Runner> = new Map([
  ['npx', npx],
  ['bunx', {}],
  ['uvx', uv],
  ['uv', uv],
  ['node', node],
  ['tsx', node],
  ['python', python],
  ['python3', python],
  ['npm', { ...npx, words: ['exec', 'x'] }],
  ['pnpm', { ...npx, words: ['exec', 'dlx'] }],
  ['yarn', { ...npx, words: ['exec', 'dlx'] }],
  ['bun', { words: ['run', 'x'] }],
  ['deno', { words: ['run'] }],
  ['docker', docker],
  ['podman', docker],
]);

/** What the runner runs: its first argument that is no option, no value of one and no word of its own. */
function subjectOf({ words = [], valued = [] }: Runner, args: readonly string[]): string | undefined {
  const candidates = args.filter((arg, index) => {
    const isValue = index > 0 && valued.includes(args[index - 1] ?? '');
    // A word with `=` is a setting, whatever option it belongs to, and settings hold secrets.
    return !isValue && !arg.startsWith('-') && !arg.includes('=');
  });
  return candidates.find((arg) => !words.includes(arg));
}

/** Of a word so many characters are looked at: no name is longer, an argument may have 128 KiB, and patterns go over it more than once. */
const LONGEST = 1024;

/**
 * The server's name where none is given: the last part of the command, of the first argument that is no option where the command is
 * a runner; reduced to `[A-Za-z0-9_-]`.
 */
export function nameServer(command: string, args: readonly string[]): string {
  const runner = runners.get(parse(command).base);
  const subject = (runner && subjectOf(runner, args)) ?? command;
  const last = (subject.split(/[/\\]/).filter(Boolean).at(-1) ?? subject).slice(0, LONGEST);
  // `name@1.2.3` is a package with its version, `name:1.2.3` an image with its tag.
  const name = last
    .replace(/(?<=.)[@:].*$/, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name.slice(0, 64) || 'server';
}
