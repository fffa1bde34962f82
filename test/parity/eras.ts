import { Client, type ClientOptions } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect } from 'vitest';
import type { Program } from '../fixtures/gateway.js';
import { record } from './suite.js';

export interface Session {
  readonly client: Client;
  /** Methods of the notifications that came. */
  readonly notified: string[];
  close(): Promise<void>;
}

/** Connects the SDK's second client at exactly this revision, answering what servers ask. */
export async function connect({ command, args }: Program, seen: string[], revision: string): Promise<Session> {
  const transport = record(new StdioClientTransport({ command, args: [...args], stderr: 'ignore' }), seen);
  const options: ClientOptions = {
    versionNegotiation: { mode: revision === '2026-07-28' ? { pin: revision } : 'legacy' },
    capabilities: { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} },
  };
  const client = new Client({ name: 'parity', version: '1.0.0' }, options);
  client.setRequestHandler('elicitation/create', ({ params }) =>
    params.mode === 'url' ? { action: 'accept' } : { action: 'accept', content: { yes: true } },
  );
  client.setRequestHandler('sampling/createMessage', () => ({
    role: 'assistant',
    model: 'scripted',
    content: { type: 'text', text: 'Salut' },
  }));
  client.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///srv/é' }] }));
  const notified: string[] = [];
  for (const method of ['notifications/tools/list_changed', 'notifications/resources/updated'] as const) {
    client.setNotificationHandler(method, () => void notified.push(method));
  }
  await client.connect(transport);
  return { client, notified, close: () => client.close() };
}

/** What both eras have in common; how a server asks its client differs, and the transcripts hold that. */
export const scenarios: Readonly<Record<string, (session: Session) => Promise<void>>> = {
  async 'who the server is, what it can, its instructions'({ client }) {
    expect(client.getServerVersion()).toMatchObject({ name: 'eras' });
    expect(client.getServerCapabilities()).toMatchObject({ resources: { subscribe: true }, completions: {} });
    expect(client.getInstructions()).toBe('Both eras, dès le début');
  },
  async 'every list in pages'({ client }) {
    const first = await client.listTools({ cursor: 'pâge/0/==' });
    expect(first).toMatchObject({ nextCursor: 'pâge/2/==', tools: [{ name: 'plain' }, { name: 'confirm' }] });
    expect((await client.listTools()).tools).toHaveLength(6);
    expect((await client.listResources()).resources).toHaveLength(3);
    expect((await client.listResourceTemplates()).resourceTemplates).toHaveLength(3);
    expect((await client.listPrompts()).prompts).toHaveLength(3);
  },
  async 'a call, a resource, a prompt, a completion'({ client }) {
    expect(await client.callTool({ name: 'plain', arguments: { é: 1 } })).toMatchObject({
      content: [{ text: 'plain {"é":1}' }],
    });
    expect(await client.readResource({ uri: 'note://a' })).toMatchObject({ contents: [{ text: 'note' }] });
    expect(await client.getPrompt({ name: 'deux' })).toMatchObject({ messages: [{ content: { text: 'deux' } }] });
    const ref = { type: 'ref/prompt' as const, name: 'un' };
    const { completion } = await client.complete({ ref, argument: { name: 'x', value: 'caf' } });
    expect(completion.values).toEqual(['caf…']);
  },
  async 'elicitation by form and by URL, sampling, roots'({ client }) {
    const expected = {
      confirm: { yes: true },
      visit: { action: 'accept' },
      sample: { model: 'scripted', role: 'assistant', content: { type: 'text', text: 'Salut' } },
      roots: { roots: [{ uri: 'file:///srv/é' }] },
    };
    for (const [name, answered] of Object.entries(expected)) {
      const { structuredContent } = await client.callTool({ name, arguments: {} });
      expect(structuredContent).toEqual({ answered, state: `state of ${name}: "é" 🚪` });
    }
  },
  async 'an unknown tool'({ client }) {
    await expect(client.callTool({ name: 'nope', arguments: {} })).rejects.toMatchObject({ code: -32602 });
  },
};
