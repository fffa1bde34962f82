import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateway, type Program } from '../fixtures/gateway.js';
import { readLog, verifyLog } from '../fixtures/log.js';

const ways = ['direct', 'gateway'] as const;
type Way = (typeof ways)[number];

/** Every message that a client sent and received while one scenario ran, as a set. */
type Transcript = readonly string[];

/** What a suite needs of a connected client. */
interface Closable {
  close(): Promise<void>;
}

/** What both SDKs' transports have in common, as far as recording goes. */
interface Recordable {
  // biome-ignore lint/suspicious/noExplicitAny: the two SDKs type their messages differently
  onmessage?: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  send(message: any, ...rest: any[]): Promise<void>;
}

export interface Suite<Session extends Closable> {
  readonly title: string;
  readonly server: Program;
  /** Puts back what an earlier run changed, so that both start from the same. */
  prepare?(): void;
  connect(program: Program, seen: string[]): Promise<Session>;
  readonly scenarios: Readonly<Record<string, (session: Session) => Promise<void>>>;
}

/** Runs the scenarios on the server itself and through the gateway, then compares what the client saw in each. */
export function runTwice<Session extends Closable>(suite: Suite<Session>): void {
  const transcripts: Record<Way, Record<string, Transcript>> = { direct: {}, gateway: {} };
  const names = ['connect', ...Object.keys(suite.scenarios)];

  for (const way of ways) {
    describe(`${suite.title}, ${way}`, () => {
      const folder = mkdtempSync(join(tmpdir(), 'ostiary-parity-'));
      const audit = join(folder, 'audit.jsonl');
      const seen: string[] = [];
      let session: Session;

      beforeAll(async () => {
        suite.prepare?.();
        const policy = join(folder, 'allow-all.yaml');
        writeFileSync(policy, 'version: 1\nname: allow-all\ndefault: allow\n');
        session = await suite.connect(way === 'direct' ? suite.server : gateway(suite.server, { policy, audit }), seen);
        transcripts[way]['connect'] = drain(seen);
      });

      afterAll(async () => {
        await session?.close();
        rmSync(folder, { recursive: true, force: true });
      });

      for (const [name, run] of Object.entries(suite.scenarios)) {
        test(name, async () => {
          seen.length = 0; // what a scenario that failed left behind belongs to nobody
          await run(session);
          transcripts[way][name] = drain(seen);
        });
      }

      if (way === 'gateway') {
        test('the log verifies and every call that was forwarded has one outcome', async () => {
          await session.close();
          const records = readLog(audit);
          const intents = records.filter(({ kind }) => kind === 'intent').map(({ call }) => call);
          const outcomes = records.filter(({ kind }) => kind === 'outcome').map(({ call }) => call);
          expect(intents.length).toBeGreaterThan(0);
          expect(outcomes.sort()).toEqual(intents.sort());
          expect(records.filter(({ kind }) => kind === 'denied')).toEqual([]);
          // A server's answer to what was cancelled is refused, so only the agent's side must be clean.
          expect(records.filter(({ kind, from }) => kind === 'refused' && from !== 'server')).toEqual([]);
          expect(await verifyLog(audit)).toMatchObject({ code: 0 });
        });
      }
    });
  }

  describe(`${suite.title}, the same both ways`, () => {
    test.each(names)('%s', (name) => {
      expect(transcripts.direct[name]).toBeDefined();
      expect(transcripts.gateway[name]).toEqual(transcripts.direct[name]);
    });
  });
}

/** Notes every message that goes through this transport, in the order of its members. */
export function record<T extends Recordable>(transport: T, seen: string[]): T {
  const send = transport.send.bind(transport);
  transport.send = (message, ...rest) => {
    seen.push(`> ${JSON.stringify(message)}`);
    return send(message, ...rest);
  };
  let receive: ((...args: unknown[]) => void) | undefined;
  Object.defineProperty(transport, 'onmessage', {
    get: () =>
      receive &&
      ((message: unknown, ...rest: unknown[]) => {
        seen.push(`< ${JSON.stringify(message)}`);
        receive?.(message, ...rest);
      }),
    set: (handler) => {
      receive = handler;
    },
  });
  return transport;
}

/** Empties the list: what changes from run to run is replaced, and order does not count. */
function drain(seen: string[]): Transcript {
  return seen
    .splice(0)
    .map((line) => line.replaceAll(/"blob":"([^"]*)"/g, (_, blob: string) => `"blob":"${Buffer.from(blob, 'base64')}"`))
    .map((line) => line.replaceAll(/\d{1,2}:\d\d:\d\d\s[AP]M/g, '<time>'))
    .map((line) => line.replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, '<uuid>'))
    .map((line) => line.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<date>'))
    .sort();
}
