import { costOfDecision } from '../cost.js';
import type { Inside, Patterns } from './compile.js';
import { Frame, type Run } from './frame.js';
import type { Node } from './parse.js';
import type { Type } from './type.js';
import type { Cel } from './value.js';

/** A part of an expression, compiled. */
export interface Expression {
  readonly node: Node;
  readonly type: Type;
  readonly run: Run;
  /** Present where it depends on nothing; its value is absent where it can never be evaluated. */
  readonly constant?: { readonly value: Cel | undefined };
  /** Fields of JSON below a root: `args.a.b`. */
  readonly path?: { readonly root: Run; readonly keys: readonly string[] };
  /** The same list of text as a set. */
  readonly members?: (frame: Frame) => ReadonlySet<string> | undefined;
}

/** The variable of a macro. */
export interface Local {
  readonly name: string;
  readonly type: Type;
  readonly slot: number;
  readonly outer: Local | undefined;
}

/** What compiling one expression shares. */
export interface Compiler {
  /** Undefined where there was a mistake, which is reported then. */
  compile(node: Node, local: Local | undefined): Expression | undefined;
  /** Reports a mistake. */
  fault(node: Node, message: string): undefined;
  /** Parts compiled so far: what a macro runs once more for each item. */
  parts(): number;
  readonly patterns: Patterns;
  readonly inside: Inside;
  readonly lists: readonly string[] | undefined;
}

/** Evaluates at once what depends on nothing. */
export function fold(node: Node, type: Type, run: Run, parts: readonly Expression[]): Expression {
  if (!parts.every(({ constant }) => constant !== undefined)) return { node, type, run };
  const frame = new Frame(noScope);
  const found = run(frame);
  const value = frame.left >= 0 ? found : undefined;
  return { node, type, run: () => value, constant: { value } };
}

/** Constants look at nothing. */
const noScope: ConstructorParameters<typeof Frame>[0] = Object.freeze({
  question: {
    phase: 'call',
    method: '',
    server: '',
    environment: '',
    principal: { id: '', roles: [] },
  } as const,
  extracts: { text: '', urls: [], hosts: [] },
  lists: new Map<string, readonly string[]>(),
  cost: costOfDecision(),
});

export function constantOf(node: Node, type: Type, value: Cel | undefined): Expression {
  return { node, type, run: () => value, constant: { value } };
}
