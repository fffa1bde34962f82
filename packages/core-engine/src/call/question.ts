import type { Annotations, Finding, Phase, Principal, Question, SessionView, Subject } from '../decision.js';
import type { UsageView } from '../usage/usage.js';
import { readValue } from '../value/read.js';
import type { Value, ValueMap } from '../value/value.js';
import { fields } from '../wire/value.js';
import type { Call } from './call.js';

const NOTHING: ValueMap = new Map();

/** What every question of one session has in common, whoever asks. */
export interface Scene {
  readonly where: { readonly server: string };
  readonly environment: string;
  readonly annotations?: (tool: string) => Annotations | undefined;
}

/** What is known besides the call itself. */
export interface Known {
  readonly principal: Principal;
  /** As this call sees it. */
  readonly session?: SessionView;
  readonly now: number;
  readonly findings?: readonly Finding[];
  readonly usage?: UsageView;
  /** Of the answer; the question is then about it. */
  readonly result?: Value;
}

/** What policy is asked about one subject of a call. Arguments are read when a condition first asks for them: most never do. */
export class CallQuestion implements Question {
  readonly phase: Phase;
  readonly method: string;
  readonly server: string;
  readonly principal: Principal;
  readonly environment: string;
  readonly session?: SessionView;
  readonly now: number;
  readonly tool?: string;
  readonly resource?: string;
  readonly prompt?: string;
  readonly annotations?: Annotations;
  readonly findings?: readonly Finding[];
  /** What was read last; a decision that met a conflict is asked for again. */
  usage?: UsageView;
  readonly result?: Value;
  readonly #call: Call;
  #args: Value | undefined;

  constructor(call: Call, subject: Subject, known: Known, scene: Scene) {
    this.phase = known.result === undefined ? call.phase : 'result';
    this.method = call.request.method;
    this.server = scene.where.server;
    this.principal = known.principal;
    this.environment = scene.environment;
    this.now = known.now;
    this.#call = call;
    if (known.session !== undefined) this.session = known.session;
    if (subject.tool !== undefined) this.tool = subject.tool;
    if (subject.resource !== undefined) this.resource = subject.resource;
    if (subject.prompt !== undefined) this.prompt = subject.prompt;
    if (known.findings !== undefined) this.findings = known.findings;
    if (known.usage !== undefined) this.usage = known.usage;
    if (known.result !== undefined) this.result = known.result;
    const annotations = subject.tool === undefined ? undefined : scene.annotations?.(subject.tool);
    if (annotations !== undefined) this.annotations = annotations;
  }

  get args(): Value {
    this.#args ??= readArgs(this.#call);
    return this.#args;
  }
}

/** The table "What a rule sees" of the design: `{}` where a call has none. */
function readArgs({ request: { bytes, method, params }, args }: Call): Value {
  if (method === 'completion/complete') {
    const about = params?.get('argument');
    const argument = about && fields(bytes, about);
    const [name, value] = [argument?.get('name'), argument?.get('value')];
    const key = name && readValue(bytes, name);
    return typeof key === 'string' && value ? new Map([[key, readValue(bytes, value)]]) : NOTHING;
  }
  return args === undefined || method === 'subscriptions/listen' ? NOTHING : readValue(bytes, args);
}
