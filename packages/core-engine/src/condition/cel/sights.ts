import type { Scope } from '../scope.js';
import { Frame, type Run } from './frame.js';
import type { Node } from './parse.js';
import { variables } from './variables.js';

/** What `explain` shows of an expression: the paths that it reads, as written, and how each is read. */
export class Sights {
  readonly #runs = new Map<string, Run>();

  /** Remembers a part that is a variable or a path below one. The variable of a macro never has the name of one of ours. */
  add(node: Node, run: Run): void {
    const path = pathOf(node);
    if (path === undefined || this.#runs.size >= MOST_PATHS) return;
    const [root = ''] = path.split('.', 1);
    if (variables.has(root)) this.#runs.set(path, run);
  }

  /** The longest paths only: who reads `args.amount` has not looked at all of `args`. */
  read(scope: Scope): ReadonlyMap<string, unknown> {
    const paths = [...this.#runs.keys()];
    const longest = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}.`)));
    const frame = new Frame(scope);
    return new Map(longest.map((path) => [path, this.#runs.get(path)?.(frame) ?? 'nothing that can be read']));
  }
}

/** More of them nobody reads, and the paths of each other are compared. */
const MOST_PATHS = 50;

function pathOf(node: Node): string | undefined {
  if (node.op === 'id') return node.args;
  if (node.op !== '.') return undefined;
  const owner = pathOf(node.args[0]);
  return owner === undefined ? undefined : `${owner}.${node.args[1]}`;
}
