import type { Phase, Question, Value } from '@ostiary/core-engine';
import { suggest } from '../config/nearest.js';
import type { Asked } from './asked.js';
import { quote } from './tree.js';

type Subject = 'tool' | 'resource' | 'prompt';

interface Method {
  /** What it may be about; none for a request of the server. */
  readonly subjects: readonly Subject[];
  /** Whether rules see arguments. */
  readonly args: boolean;
}

/** Every method that policy judges, as the gateway reads it. */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['tools/call', { subjects: ['tool'], args: true }],
  ['prompts/get', { subjects: ['prompt'], args: true }],
  ['resources/read', { subjects: ['resource'], args: false }],
  ['resources/subscribe', { subjects: ['resource'], args: false }],
  ['resources/unsubscribe', { subjects: ['resource'], args: false }],
  ['subscriptions/listen', { subjects: ['resource'], args: false }],
  ['completion/complete', { subjects: ['prompt', 'resource'], args: true }],
  ['sampling/createMessage', { subjects: [], args: true }],
  ['elicitation/create', { subjects: [], args: true }],
  ['roots/list', { subjects: [], args: true }],
]);

const usual: Readonly<Record<Subject, string>> = {
  tool: 'tools/call',
  resource: 'resources/read',
  prompt: 'prompts/get',
};
const kinds: readonly Subject[] = ['tool', 'resource', 'prompt'];

/** What policy is asked, or what is wrong with the description. `now`: for conditions that look at the clock. */
export function toQuestion(asked: Asked, now: number): Question | { readonly mistake: string } {
  const given = kinds.filter((kind) => asked[kind] !== undefined);
  const [subject, other] = given;
  if (other !== undefined)
    return { mistake: `a call is about one thing: give ${quote(subject ?? '')} or ${quote(other)}` };
  const method = asked.method ?? (subject && usual[subject]);
  if (method === undefined) return { mistake: 'say what is called: a tool, a resource, a prompt or a method' };
  const reading = methods.get(method);
  if (reading === undefined) {
    const listed = [...methods.keys()].join(', ');
    return {
      mistake: `${quote(method)} is no method that policy judges${suggest(method, methods.keys())}; it judges ${listed}`,
    };
  }
  const phase = phaseOf(asked, reading);
  const mistake = refuse(asked, method, reading, phase, subject);
  return mistake === undefined ? build(asked, method, reading, phase, now) : { mistake };
}

function phaseOf({ phase, result }: Asked, { subjects }: Method): Phase {
  return phase ?? (result !== undefined ? 'result' : subjects.length === 0 ? 'request' : 'call');
}

function refuse(
  { args, result }: Asked,
  method: string,
  { subjects, args: takes }: Method,
  phase: Phase,
  subject: Subject | undefined,
): string | undefined {
  if ((phase === 'request') !== (subjects.length === 0))
    return `${quote(method)} does not go with phase ${quote(phase)}`;
  if (subject === undefined && subjects.length > 0) return `${quote(method)} needs a ${subjects.join(' or a ')}`;
  if (subject !== undefined && !subjects.includes(subject)) return `${quote(method)} is not about a ${subject}`;
  if (args !== undefined && !(args instanceof Map)) return 'arguments are a JSON object';
  if (args !== undefined && !takes) return `${quote(method)} has no arguments`;
  if (args !== undefined && phase === 'list') return 'an entry of a list has no arguments';
  if (phase === 'result' && result === undefined) return 'phase `result` needs a result';
  return undefined;
}

function build(asked: Asked, method: string, { args: takes }: Method, phase: Phase, now: number): Question {
  const { tool, resource, prompt, server, agent, roles, environment, labels, session, findings } = asked;
  const { usage = new Map<string, bigint>(), annotations, result } = asked;
  const args: Value | undefined = takes || phase !== 'list' ? (asked.args ?? new Map()) : undefined;
  return {
    phase,
    method,
    server: server ?? 'server',
    environment: environment ?? '',
    principal: { id: agent ?? 'agent:local', roles: roles ?? [], ...(labels && { labels }) },
    session: { id: session?.id ?? 'session', marks: new Set(session?.marks), calls: session?.calls ?? 0 },
    now: asked.now ?? now,
    usage: { spent: ({ key }) => usage.get(key) ?? 0n },
    ...(tool !== undefined && { tool }),
    ...(resource !== undefined && { resource }),
    ...(prompt !== undefined && { prompt }),
    ...(args !== undefined && phase !== 'list' && { args }),
    ...(findings && { findings }),
    ...(annotations && { annotations }),
    ...(result !== undefined && { result }),
  };
}
