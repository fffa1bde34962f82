import type { Question } from '../decision.js';

export type Per = 'session' | 'agent' | 'global';

/** Whose counter it is; undefined for a session where there is none. */
export function scopeOf(per: Per, { principal, session }: Question): string | undefined {
  if (per === 'global') return per;
  if (per === 'agent') return `agent:${principal.id}`;
  return session && `session:${session.id}`;
}
