import {
  defaultLimits,
  type Limits,
  type ListedTool,
  type Malformed,
  type Message,
  type Response,
  readFromServer,
  readTools,
} from '@ostiary/core-engine';
import type { Channel } from './channel.js';

export interface AskOptions {
  readonly version: string;
  /** Milliseconds for all of it. */
  readonly timeout: number;
  readonly limits?: Limits;
}

/** The tools of a server, or in a few words why there are none. */
export type Asked =
  | { readonly tools: readonly ListedTool[]; readonly unreadable: number }
  | { readonly failure: 'ended' | 'timeout' | 'refused' | 'unreadable' | 'too_much' };

/** A server that says more than this has no end in sight. */
const MOST_PAGES = 100;
const MOST_TOOLS = 10_000;
const MOST_LINES = 10_000;
/** Bytes of our answers that it does not read. */
const MOST_QUEUED = 1024 * 1024;
const TOO_MUCH: Asked = { failure: 'too_much' };
const PROTOCOL = '2025-11-25';
const METHOD_NOT_FOUND = -32_601;

const encoder = new TextEncoder();

/**
 * Speaks to a server as a client would, only to hear of its tools: initialize, and every page of tools/list. Its requests are answered with
 * "no such method". What it says is hostile: everything is bounded. Never rejects; the channel stays open.
 */
export function askTools(channel: Channel, { version, timeout, limits = defaultLimits }: AskOptions): Promise<Asked> {
  return new Promise((resolve) => {
    const tools: ListedTool[] = [];
    let unreadable = 0;
    let pages = 0;
    let lines = 0;
    let isOver = false;
    const timer = setTimeout(() => end({ failure: 'timeout' }), timeout);

    function end(asked: Asked): void {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      resolve(asked);
    }
    const send = (message: object): void => {
      channel.send([encoder.encode(JSON.stringify({ jsonrpc: '2.0', ...message }))]);
    };
    const askPage = (cursor?: string): void => {
      pages += 1;
      send({ id: pages, method: 'tools/list', params: cursor === undefined ? {} : { cursor } });
    };
    const takePage = (response: Response): Asked | undefined => {
      if (response.error !== undefined) return { failure: 'refused' };
      const page = readTools(response);
      if (page === undefined) return { failure: 'unreadable' };
      tools.push(...page.tools);
      unreadable += page.unreadable;
      if (page.next === undefined) return { tools, unreadable };
      if (tools.length > MOST_TOOLS || pages === MOST_PAGES) return TOO_MUCH;
      askPage(page.next);
      return undefined;
    };
    const takeAnswer = (response: Response): Asked | undefined => {
      if (response.id !== pages) return undefined;
      if (pages > 0) return takePage(response);
      if (response.result === undefined) return { failure: 'refused' };
      send({ method: 'notifications/initialized' });
      askPage();
      return undefined;
    };
    const take = (message: Message | Malformed): Asked | undefined => {
      if (message.kind === 'malformed') return message.id === pages ? { failure: 'unreadable' } : undefined;
      if (message.kind === 'response') return takeAnswer(message);
      if (message.kind === 'notification') return undefined;
      const error = { code: METHOD_NOT_FOUND, message: 'there is nothing behind this check' };
      send({ id: message.id, ...(message.method === 'ping' ? { result: {} } : { error }) });
      return undefined;
    };

    channel.start({
      line(bytes) {
        if (isOver) return;
        lines += 1;
        const asked =
          lines > MOST_LINES || channel.queued > MOST_QUEUED ? TOO_MUCH : take(readFromServer(bytes, limits));
        if (asked !== undefined) end(asked);
      },
      oversize: () => end(TOO_MUCH),
      end: () => end({ failure: 'ended' }),
      drain: () => undefined,
      broken: () => end({ failure: 'ended' }),
    });
    const clientInfo = { name: 'ostiary-check', version };
    send({ id: 0, method: 'initialize', params: { protocolVersion: PROTOCOL, capabilities: {}, clientInfo } });
  });
}
