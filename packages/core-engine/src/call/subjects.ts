import type { Subject } from '../decision.js';
import type { Side } from '../entries.js';
import type { Limits } from '../limits.js';
import { keysOf } from '../wire/keys.js';
import type { Fields, Request, Span } from '../wire/message.js';
import { fields, isObject, items, readString } from '../wire/value.js';
import type { Unreadable } from './call.js';

/** What one governed method asks for. */
interface Reading {
  readonly subjects: readonly Subject[];
  readonly args?: Span;
}

type Read = (request: Request, limits: Limits) => Reading | Unreadable | undefined;

const referenceKeys = keysOf('type', 'name', 'uri');
const argumentKeys = keysOf('name', 'value');
const filterKeys = keysOf('resourceSubscriptions');

const wrongType: Unreadable = { reason: 'wrong_type' };

/** Control, format, line- and paragraph-separator characters: a person and a glob would read such a name differently. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function readName(bytes: Uint8Array, span: Span | undefined, limits: Limits): string | Unreadable {
  if (span === undefined) return wrongType;
  // 2 for the quotes; a longer span may still be a short name written with escapes, which nobody needs to write.
  if (span.end - span.start > limits.name + 2) return { reason: 'name_too_long' };
  const name = readString(bytes, span);
  if (name === undefined) return wrongType;
  return unprintable.test(name) ? { reason: 'control_character' } : name;
}

function one(kind: keyof Subject, name: string | Unreadable, args?: Span): Reading | Unreadable {
  if (typeof name !== 'string') return name;
  return { subjects: [{ [kind]: name }], ...(args && { args }) };
}

/** `params.name` and `params.arguments`, which must be an object where it is there (schema `CallToolRequest`, `GetPromptRequest`). */
function named(kind: 'tool' | 'prompt'): Read {
  return ({ bytes, params }, limits) => {
    const args = params?.get('arguments');
    if (args && !isObject(bytes, args)) return wrongType;
    return one(kind, readName(bytes, params?.get('name'), limits), args);
  };
}

const located: Read = ({ bytes, params }, limits) => one('resource', readName(bytes, params?.get('uri'), limits));

/** `params.ref` names the prompt or resource whose arguments are completed (schema `CompleteRequest`). */
const completed: Read = ({ bytes, params }, limits) => {
  const ref = params?.get('ref');
  const about = ref && fields(bytes, ref);
  if (about === undefined || about.hasLookAlike(referenceKeys)) return wrongType;
  if (!isArgument(bytes, params?.get('argument'))) return wrongType;
  const type = readString(bytes, about.get('type') ?? about.span);
  if (type === 'ref/prompt') return one('prompt', readName(bytes, about.get('name'), limits));
  if (type === 'ref/resource') return one('resource', readName(bytes, about.get('uri'), limits));
  return wrongType;
};

/** Whether it has the one name and the one value that rules see: what a lenient server reads out of another shape they would not. */
function isArgument(bytes: Uint8Array, span: Span | undefined): boolean {
  if (span === undefined) return true;
  const argument = fields(bytes, span);
  const name = argument?.get('name');
  if (argument === undefined || argument.hasLookAlike(argumentKeys)) return false;
  return name === undefined || readString(bytes, name) !== undefined;
}

/** More than this no client subscribes to at once, and each is judged. */
const mostUris = 1_000;

/** Each URI of `params.notifications.resourceSubscriptions`; without one there is nothing to judge (revision 2026-07-28). */
const listened: Read = ({ bytes, params }, limits) => {
  const filter = params?.get('notifications');
  if (filter === undefined) return undefined;
  const wanted = fields(bytes, filter);
  if (wanted === undefined || wanted.hasLookAlike(filterKeys)) return wrongType;
  const uris = wanted.get('resourceSubscriptions');
  if (uris === undefined) return undefined;
  const spans = items(bytes, uris);
  if (spans === undefined) return wrongType;
  if (spans.length > mostUris) return { reason: 'too_many_uris' };
  const subjects: Subject[] = [];
  for (const span of spans) {
    const resource = readName(bytes, span, limits);
    if (typeof resource !== 'string') return resource;
    subjects.push({ resource });
  }
  return subjects.length === 0 ? undefined : { subjects, args: filter };
};

const asked: Read = ({ params }: { params?: Fields }) => ({ subjects: [{}], ...(params && { args: params.span }) });

/** Every governed method and how its subject is read. The table of the design; a method that is not here is relayed, not judged. */
const governed: Readonly<{ [side in Side]: ReadonlyMap<string, Read> }> = {
  agent: new Map<string, Read>([
    ['tools/call', named('tool')],
    ['prompts/get', named('prompt')],
    ['resources/read', located],
    ['resources/subscribe', located],
    ['resources/unsubscribe', located],
    ['subscriptions/listen', listened],
    ['completion/complete', completed],
  ]),
  server: new Map<string, Read>([
    ['sampling/createMessage', asked],
    ['elicitation/create', asked],
    ['roots/list', asked],
  ]),
};

export function isGoverned(method: string, from: Side): boolean {
  return governed[from].has(method);
}

export function readMethod(request: Request, from: Side, limits: Limits): Reading | Unreadable | undefined {
  return governed[from].get(request.method)?.(request, limits);
}
