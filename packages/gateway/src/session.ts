import {
  fields,
  type Note,
  type Principal,
  type Request,
  type Response,
  readString,
  type Span,
} from '@ostiary/core-engine';

/** A session is opened on record once, by the answer to `initialize` or by the first call without one, and closed once. */
export interface Session {
  readonly id: string;
  /** Keeps what `initialize` says of the client, for a session that a call opens before its answer is there. */
  introduce(initialize: Request): void;
  /** Whose session it is, once its opening is written. */
  readonly principal: Principal | undefined;
  /**
   * Resolves when the opening is written; rejects when it could not be, and may then be tried again. `request` is one of the agent's:
   * what a server says of the client does not count.
   */
  open(principal: Principal, request?: Request, response?: Response): Promise<void>;
  close(): Promise<void>;
}

/** Claims of the client about itself are cut to this many characters on record. */
const claimLength = 256;

const versionKey = 'io.modelcontextprotocol/protocolVersion';
const clientKey = 'io.modelcontextprotocol/clientInfo';

function text(bytes: Uint8Array, span: Span | undefined): string | undefined {
  return span && readString(bytes, span)?.slice(0, claimLength);
}

/** Who the client says it is: in `initialize`, or in the `_meta` of every request since revision 2026-07-28. Recorded, never trusted. */
function claims({ bytes, method, params }: Request, response: Response | undefined) {
  const meta = params?.get('_meta');
  const extra = meta && fields(bytes, meta);
  const info = method === 'initialize' ? params?.get('clientInfo') : extra?.get(clientKey);
  const about = info && fields(bytes, info);
  const name = text(bytes, about?.get('name'));
  const version = text(bytes, about?.get('version'));
  const protocol = response
    ? text(response.bytes, response.result?.get('protocolVersion'))
    : text(bytes, extra?.get(versionKey));
  return {
    ...(name !== undefined && version !== undefined && { client: { name, version } }),
    ...(protocol !== undefined && { protocol }),
  };
}

export function createSession(id: string, server: string, note: Note): Session {
  let opened: Promise<void> | undefined;
  let introduction: Request | undefined;
  let owner: Principal | undefined;
  return {
    id,
    get principal() {
      return owner;
    },
    introduce(initialize) {
      introduction ??= initialize;
    },
    open(principal, request, response) {
      const { id: agent, roles, scheme, key } = principal;
      opened ??= note({
        kind: 'session',
        event: 'opened',
        session: id,
        agent,
        roles,
        ...(scheme !== undefined && { scheme }),
        ...(key !== undefined && { key }),
        server,
        ...(introduction && claims(introduction, undefined)),
        ...(request && claims(request, response)),
      }).then(
        () => {
          owner = principal;
        },
        (cause) => {
          opened = undefined;
          throw cause;
        },
      );
      return opened;
    },
    async close() {
      if (opened) await note({ kind: 'session', event: 'closed', session: id });
    },
  };
}
