import type { Standing } from '../call/inner.js';
import type { Claims } from '../call/list.js';
import type { Known, Scene } from '../call/question.js';
import type { Manners } from '../call/refusal.js';
import type { Tasks } from '../call/task.js';
import type { Annotations, Finding, Principal, SessionView } from '../decision.js';
import type { Limits } from '../limits.js';
import type { Policy } from '../policy/policy.js';
import type { UsageView } from '../usage/usage.js';

/** Everything that judging one message depends on. */
export interface Setting {
  readonly policies: readonly Policy[];
  /** The upstream's name. */
  readonly server: string;
  /** Who asks, as the caller has established it; of what a server sends, for whom it is. */
  readonly principal: Principal;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The deployment's name; empty where absent. */
  readonly environment?: string;
  /** Where absent, a condition about the session cannot be evaluated. */
  readonly session?: SessionView;
  /** What scanners found in this message. Where absent, a rule about findings cannot be evaluated. */
  readonly findings?: readonly Finding[];
  /** What is spent. Where absent, a rule with a budget or a rate cannot be evaluated. */
  readonly usage?: UsageView;
  /** What the server said of a tool. */
  readonly annotations?: (tool: string) => Annotations | undefined;
  /** Told what a list of the server claims of a tool. */
  readonly learn?: (tool: string, annotations: Annotations) => void;
  /**
   * Told of the calls that become tasks, and asked for the call behind one: `openTasks()`, one for each session. Where absent, what tasks
   * give is withheld where a rule or a decision point may speak of results.
   */
  readonly tasks?: Tasks;
  /** `defaultLimits` where absent. */
  readonly limits?: Limits;
  /** Denied tool calls are results with `isError`, with rule and reason, where absent. */
  readonly manners?: Manners;
  /** What becomes of an agent's method that no revision of MCP has; `deny` where absent. */
  readonly unknownMethods?: 'deny' | 'pass';
  /** The name of the record of this call, for the refusal. */
  readonly id?: string;
}

const TOLD: Manners = { denyAs: 'result', explain: true };

export function mannersIn({ manners = TOLD }: Setting): Manners {
  return manners;
}

export function standingIn({ server, principal, environment = '', session, now }: Setting): Standing {
  return { server, principal, environment, ...(session && { session }), now };
}

export function sceneIn({ server, environment = '', annotations }: Setting): Scene {
  return { where: { server }, environment, ...(annotations && { annotations }) };
}

/** What the server has claimed, and who is told of more. */
export function claimsIn({ annotations, learn }: Setting): Claims {
  return { of: (tool) => annotations?.(tool), learn: (tool, claimed) => learn?.(tool, claimed) };
}

/** Only what is meant: a caller's object may have more in it. */
export function knownIn({ principal, session, now, findings, usage }: Setting): Known {
  return { principal, ...(session && { session }), now, ...(findings && { findings }), ...(usage && { usage }) };
}
