import type { Policy } from './policy.js';
import type { Problem } from './problem.js';

export type { Problem };

/**
 * A policy as YAML (bytes, or text that was decoded already) or as an object. `file` stands in messages; `name` is used
 * where the policy gives none, and the file's stem where there is no `name` either.
 */
export type PolicyInput = {
  readonly name?: string;
  readonly file?: string;
  /** What policies know as `lists.gateway_files`; empty where it is not given. See docs/policy.md for what the program fills in. */
  readonly gatewayFiles?: readonly string[];
} & ({ readonly text: string | Uint8Array } | { readonly value: unknown });

/** A policy, or everything that is wrong with it. Never a part of a policy. */
export type Compiled =
  | { readonly ok: true; readonly policy: Policy; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads and checks a policy. Does not reject: whatever is wrong with the input is a problem with a place. */
export async function compilePolicy(input: PolicyInput): Promise<Compiled> {
  // A program that only decides, or reads messages, does without a third of the engine.
  const { compile } = await import('./compiler.js');
  return compile(input);
}
