import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { expect, vi } from 'vitest';
import { everything, type Program } from '../fixtures/gateway.js';
import { record, runTwice } from './suite.js';

/** The SDK's client, answering what servers ask, with the notifications that a scenario waits for. */
interface Session {
  readonly client: Client;
  readonly logs: string[];
  readonly updates: string[];
  until(done: () => boolean): Promise<void>;
  close(): Promise<void>;
}

const answers = { name: 'Zoë', check: true, integer: 7 };
const shout = 'É ü 漢字 🍵 '.repeat(17_000); // 306 kB in UTF-8

async function connect({ command, args }: Program, seen: string[]): Promise<Session> {
  const transport = record(new StdioClientTransport({ command, args: [...args], stderr: 'ignore' }), seen);
  const capabilities = { sampling: {}, elicitation: { form: {}, url: {} }, roots: { listChanged: true } };
  const client = new Client({ name: 'parity', version: '1.0.0' }, { capabilities });
  const logs: string[] = [];
  const updates: string[] = [];
  client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => ({
    role: 'assistant',
    model: 'scripted',
    content: { type: 'text', text: `${params.messages.length} messages, ${params.maxTokens} tokens` },
  }));
  client.setRequestHandler(ElicitRequestSchema, ({ params }) =>
    params.mode === 'url' ? { action: 'accept' } : { action: 'accept', content: answers },
  );
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///srv/é', name: 'données' }] }));
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void logs.push(String(params.data)));
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void updates.push(params.uri));
  await client.connect(transport);
  const until = (done: () => boolean) => vi.waitUntil(done, { interval: 10, timeout: 10_000 }).then(() => {});
  await until(() => logs.some((line) => line.startsWith('Roots updated'))); // asked for 350 ms after the handshake
  return { client, logs, updates, until, close: () => client.close() };
}

const call = ({ client }: Session, name: string, args: Record<string, unknown> = {}) =>
  client.callTool({ name, arguments: args });

runTwice<Session>({
  title: 'server-everything',
  server: everything(),
  connect,
  scenarios: {
    async 'initialize: who the server is, what it can, its instructions'({ client }) {
      expect(client.getServerVersion()).toMatchObject({ name: 'mcp-servers/everything' });
      expect(client.getServerCapabilities()).toMatchObject({
        tools: {},
        prompts: {},
        resources: { subscribe: true },
        logging: {},
      });
      expect(client.getInstructions()).toContain('Everything');
      await client.ping();
    },
    async 'every list'({ client }) {
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['echo', 'trigger-url-elicitation']));
      expect((await client.listResources()).resources.length).toBeGreaterThan(0);
      expect((await client.listResourceTemplates()).resourceTemplates).toHaveLength(2);
      expect((await client.listPrompts()).prompts.length).toBeGreaterThan(2);
    },
    async 'calls, with text, numbers, images, annotations, links and embedded resources'(session) {
      expect(await call(session, 'echo', { message: 'hé 🍵' })).toMatchObject({ content: [{ text: 'Echo: hé 🍵' }] });
      expect(await call(session, 'get-sum', { a: 0.1, b: -3 })).toMatchObject({
        content: [{ text: expect.stringContaining('-2.9') }],
      });
      expect((await call(session, 'get-tiny-image')).content).toContainEqual(
        expect.objectContaining({ type: 'image' }),
      );
      await call(session, 'get-annotated-message', { messageType: 'error', includeImage: true });
      expect((await call(session, 'get-resource-links', { count: 4 })).content).toHaveLength(5);
      await call(session, 'get-resource-reference', { resourceType: 'Blob', resourceId: 2 });
    },
    async 'structured content'(session) {
      const { structuredContent } = await call(session, 'get-structured-content', { location: 'Chicago' });
      expect(structuredContent).toEqual({ temperature: 36, conditions: 'Light rain / drizzle', humidity: 82 });
    },
    async progress({ client }) {
      const steps: number[] = [];
      const params = { name: 'trigger-long-running-operation', arguments: { duration: 0.2, steps: 4 } };
      await client.callTool(params, undefined, { onprogress: ({ progress }) => void steps.push(progress) });
      // The SDK forgets the handler with the answer, so it may miss the last step; the transcripts have all four.
      expect(steps.slice(0, 3)).toEqual([1, 2, 3]);
    },
    async cancellation({ client }) {
      const controller = new AbortController();
      const params = { name: 'trigger-long-running-operation', arguments: { duration: 0.4, steps: 1 } };
      const running = client.callTool(params, undefined, { signal: controller.signal });
      await client.ping(); // the call is under way once this came back
      controller.abort(new Error('changed my mind'));
      await expect(running).rejects.toThrow('changed my mind');
      await new Promise((resolve) => setTimeout(resolve, 600)); // an answer to it would have come by now
      await client.ping();
    },
    async sampling(session) {
      const { content } = await call(session, 'trigger-sampling-request', { prompt: 'Sing', maxTokens: 12 });
      expect(JSON.stringify(content)).toContain('1 messages, 12 tokens');
    },
    async 'elicitation by form'(session) {
      expect(JSON.stringify(await call(session, 'trigger-elicitation-request'))).toContain('Zoë');
    },
    async 'elicitation by URL, asked and thrown'(session) {
      const args = { url: 'https://example.com/consent?a=é', elicitationId: 'e-1' };
      expect(JSON.stringify(await call(session, 'trigger-url-elicitation', args))).toContain('User completed');
      const thrown = call(session, 'trigger-url-elicitation', { ...args, errorPath: true });
      await expect(thrown).rejects.toMatchObject({ code: -32042 });
    },
    async roots(session) {
      expect(JSON.stringify(await call(session, 'get-roots-list'))).toContain('file:///srv/é');
      session.logs.length = 0;
      await session.client.sendRootsListChanged();
      await session.until(() => session.logs.some((line) => line.startsWith('Roots updated')));
    },
    async 'resources and templates'({ client }) {
      const [first] = (await client.listResources()).resources;
      expect((await client.readResource({ uri: first?.uri ?? '' })).contents).toHaveLength(1);
      await client.readResource({ uri: 'demo://resource/dynamic/text/3' });
      await client.readResource({ uri: 'demo://resource/dynamic/blob/4' });
    },
    async 'subscribe, updates, unsubscribe'(session) {
      const uri = 'demo://resource/dynamic/text/1';
      await session.client.subscribeResource({ uri });
      await call(session, 'toggle-subscriber-updates');
      await session.until(() => session.updates.includes(uri));
      await call(session, 'toggle-subscriber-updates');
      await session.client.unsubscribeResource({ uri });
    },
    async prompts({ client }) {
      const args = { city: 'Sète', state: 'Hérault' };
      expect(JSON.stringify(await client.getPrompt({ name: 'args-prompt', arguments: args }))).toContain('Sète');
      await client.getPrompt({ name: 'simple-prompt' });
      await client.getPrompt({ name: 'resource-prompt', arguments: { resourceType: 'Text', resourceId: '1' } });
    },
    async completion({ client }) {
      const ref = { type: 'ref/prompt' as const, name: 'completable-prompt' };
      const context = { arguments: { department: 'Sales' } };
      const { completion } = await client.complete({ ref, argument: { name: 'name', value: 'E' }, context });
      expect(completion.values).toEqual(['Eve']);
      const template = { type: 'ref/resource' as const, uri: 'demo://resource/dynamic/text/{resourceId}' };
      await client.complete({ ref: template, argument: { name: 'resourceId', value: '5' } });
    },
    async logging(session) {
      await session.client.setLoggingLevel('emergency');
      session.logs.length = 0;
      await session.client.subscribeResource({ uri: 'demo://resource/dynamic/text/9' }); // logs at `info`
      expect(session.logs).toEqual([]);
      await session.client.setLoggingLevel('debug');
      await session.client.unsubscribeResource({ uri: 'demo://resource/dynamic/text/9' });
      expect(session.logs).toEqual([expect.stringContaining('Received Unsubscribe')]);
    },
    async '20 calls at once'(session) {
      const many = Array.from({ length: 20 }, (_, n) => call(session, 'echo', { message: `${n}` }));
      expect((await Promise.all(many)).map(({ content }) => content)).toEqual(
        Array.from({ length: 20 }, (_, n) => [{ type: 'text', text: `Echo: ${n}` }]),
      );
    },
    async 'an argument of 300 kB with accents'(session) {
      expect(Buffer.byteLength(shout)).toBeGreaterThan(300_000);
      expect(await call(session, 'echo', { message: shout })).toMatchObject({ content: [{ text: `Echo: ${shout}` }] });
    },
    async 'errors: unknown tool, bad arguments, unknown resource, unknown prompt'(session) {
      expect(await call(session, 'no-such-tool')).toMatchObject({ isError: true });
      expect(await call(session, 'get-sum', { a: 'one' })).toMatchObject({ isError: true });
      await expect(session.client.readResource({ uri: 'demo://no/such' })).rejects.toMatchObject({ code: -32602 });
      await expect(session.client.getPrompt({ name: 'no-such' })).rejects.toMatchObject({ code: -32602 });
    },
  },
});
