import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Condition } from '../../src/condition/condition.js';
import { costOfDecision } from '../../src/condition/cost.js';
import type { Scope } from '../../src/condition/scope.js';
import { compileStructured } from '../../src/condition/structured/structured.js';
import type { Truth } from '../../src/condition/truth.js';
import { compilePattern } from '../../src/pattern/pattern.js';
import { openReport } from '../../src/policy/problem.js';
import type { Node } from '../../src/policy/source/node.js';
import { readValue as readObject } from '../../src/policy/source/value.js';
import { readYaml } from '../../src/policy/source/yaml.js';
import { readValue } from '../../src/value/read.js';
import type { Value } from '../../src/value/value.js';

const CASES = new URL('../cases/condition/', import.meta.url);

/** Every case of the files whose names start with `prefix`. */
export function casesOf<Case>(prefix: string): (Case & { file: string })[] {
  return readdirSync(CASES)
    .filter((file) => file.startsWith(prefix))
    .flatMap((file) => (parse(readFileSync(new URL(file, CASES), 'utf8')) as Case[]).map((one) => ({ file, ...one })));
}

interface Compiled {
  readonly condition: Condition | undefined;
  /** `line:column message`. */
  readonly problems: readonly string[];
}

/** From YAML, or from an object as a program gives it. */
export function compile(source: unknown): Compiled {
  const report = openReport('p.yaml');
  const node: Node | undefined = typeof source === 'string' ? readYaml(source, report) : readObject(source, report);
  const condition = node && compileStructured(node, report, compilePattern);
  return { condition, problems: report.problems().map(({ line, column, message }) => `${line}:${column} ${message}`) };
}

/** Arguments as the bytes that an agent writes. */
export function argsOf(json: string): Value {
  const bytes = new TextEncoder().encode(json);
  return readValue(bytes, { start: 0, end: bytes.length });
}

function scopeOf(args: Value | undefined): Scope {
  return {
    question: {
      phase: 'call',
      method: 'tools/call',
      server: 'srv',
      principal: { id: 'agent:local', roles: [] },
      environment: '',
      ...(args !== undefined && { args }),
    },
    extracts: { text: '', urls: [], hosts: [] },
    cost: costOfDecision(),
    lists: new Map(),
  };
}

export function evaluate(source: unknown, args: Value | undefined): Truth {
  const { condition, problems } = compile(source);
  if (condition === undefined) throw new Error(problems.join('\n'));
  return condition(scopeOf(args));
}
