import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { compileNode } from '../../../src/condition/cel/build.js';
import { type CelOptions, compileCel } from '../../../src/condition/cel/compile.js';
import type { Compiler } from '../../../src/condition/cel/expression.js';
import { Frame } from '../../../src/condition/cel/frame.js';
import { type Node, parse } from '../../../src/condition/cel/parse.js';
import type { Cel } from '../../../src/condition/cel/value.js';
import { costOfDecision } from '../../../src/condition/cost.js';
import type { Scope } from '../../../src/condition/scope.js';
import type { Truth } from '../../../src/condition/truth.js';
import type { Question } from '../../../src/decision.js';
import { openReport } from '../../../src/policy/problem.js';
import { Inexact, type Value } from '../../../src/value/value.js';

export function readCases<Shape>(name: string): Shape {
  return parseYaml(readFileSync(new URL(`../../cases/cel/${name}.yaml`, import.meta.url), 'utf8')) as Shape;
}

/** Doubles: the linear engine and `inside` have tests of their own. */
const patterns: CelOptions['patterns'] = (source) => {
  try {
    const pattern = source.startsWith('(?i)') ? new RegExp(source.slice(4), 'iu') : new RegExp(source, 'u');
    return (text) => pattern.test(text);
  } catch {
    return { mistake: 'not a pattern' };
  }
};
const inside: CelOptions['inside'] = (path, roots) =>
  path.includes('%') ? undefined : roots.some((root) => path === root || path.startsWith(`${root}/`));

export interface Compiled {
  readonly condition: ((scope: Scope) => Truth) | undefined;
  /** `column message` */
  readonly mistakes: readonly string[];
}

export function optionsOf(more: Partial<CelOptions> = {}): CelOptions {
  const place = { line: 3, column: 1, path: '' };
  return { place, columns: true, report: openReport('p.yaml'), patterns, inside, lists: ['partners'], ...more };
}

export function compileCondition(source: string): Compiled {
  const options = optionsOf();
  const condition = compileCel(source, options);
  return { condition, mistakes: options.report.problems().map(({ column, message }) => `${column} ${message}`) };
}

/** Any expression, not only conditions. Undefined where it is refused. */
export function compileAny(source: string): { node: Node; run: (scope: Scope) => Cel | undefined } | undefined {
  const node = parse(source);
  if ('message' in node) return undefined;
  let [parts, refused] = [0, false];
  const compiler: Compiler = {
    compile(part, local) {
      parts += 1;
      return compileNode(compiler, part, local);
    },
    fault() {
      refused = true;
    },
    parts: () => parts,
    patterns,
    inside,
    lists: undefined,
  };
  const found = compiler.compile(node, undefined);
  if (found === undefined || refused) return undefined;
  return {
    node,
    run(scope) {
      const frame = new Frame(scope);
      const value = found.run(frame);
      return frame.left >= 0 ? value : undefined;
    },
  };
}

/** `{inexact: "1e999"}` is such a number. */
export function valueFrom(json: unknown): Value {
  if (Array.isArray(json)) return json.map(valueFrom);
  if (typeof json !== 'object' || json === null) return json as Value;
  const entries = Object.entries(json);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === 'inexact') return new Inexact(String(first[1]));
  return new Map(entries.map(([key, value]) => [key, valueFrom(value)]));
}

export function scopeOf(question: Partial<Question> = {}): Scope {
  return {
    question: {
      phase: 'call',
      method: 'tools/call',
      server: 'srv',
      environment: 'production',
      principal: { id: 'agent:one', roles: ['support'], labels: { team: 'red' } },
      session: { id: 's1', marks: new Set(['private']), calls: 3 },
      now: Date.UTC(2026, 0, 31, 22, 15),
      ...question,
    },
    extracts: {
      text: 'see https://a.example/x now',
      urls: [{ scheme: 'https', host: 'a.example', path: '/x' }],
      hosts: ['a.example'],
    },
    cost: costOfDecision(),
    lists: new Map([['partners', ['a.example', 'b.example']]]),
  };
}
