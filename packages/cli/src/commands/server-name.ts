import { parse } from 'node:path';

/** Programs that run another one, which is what people mean by the server. The words are theirs, not the server's. */
const runners: ReadonlyMap<string, readonly string[]> = new Map([
  ['npx', []],
  ['bunx', []],
  ['uvx', []],
  ['node', []],
  ['tsx', []],
  ['python', []],
  ['python3', []],
  ['uv', ['run', 'tool']],
  ['npm', ['exec', 'x']],
  ['pnpm', ['exec', 'dlx']],
  ['yarn', ['exec', 'dlx']],
  ['bun', ['run', 'x']],
  ['deno', ['run']],
  ['docker', ['run']],
]);

/**
 * The server's name where none is given: the last part of the command, of the first argument that is no option where the command is
 * a runner; reduced to `[A-Za-z0-9_-]`.
 */
export function nameServer(command: string, args: readonly string[]): string {
  const words = runners.get(parse(command).base);
  const subject = words ? (args.find((arg) => !arg.startsWith('-') && !words.includes(arg)) ?? command) : command;
  const last = subject.split(/[/\\]/).filter(Boolean).at(-1) ?? subject;
  // `name@1.2.3` is a package with its version.
  const name = last
    .replace(/(?<=.)@.*$/, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name.slice(0, 64) || 'server';
}
