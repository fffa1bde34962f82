import { hash, randomFillSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { defaultFolder, openDefaultLog, openLog, tailLog, verifyLog } from '@ostiary/audit-chain';
import type { Parts } from '@ostiary/cli';
import { createMemoryUsage } from '@ostiary/core-engine';
import { askTools, type Channel, startRelay } from '@ostiary/gateway';
import { pack, packNames } from '@ostiary/policies';
import { openStdio, serverEnvironment, startServer, visible } from '@ostiary/transport-stdio';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

/** Text for people that may wait in our own standard error before more of it is dropped; the transport counts what it drops. */
const stderr = process.stderr;

const idLength = 16;
// One call into the random source for many ids: each alone costs more than everything else about a record.
const pool = Buffer.alloc(256 * idLength);
let used = pool.length;

function randomId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += idLength;
  return pool.toString('hex', used - idLength, used);
}

/** The one part with a native module: optional, so that a machine that cannot build it goes without, and loaded when it is asked for. */
function loadState(): Promise<typeof import('@ostiary/state-sqlite')> {
  return import('@ostiary/state-sqlite').catch((cause) => {
    throw new Error('a state file needs the package `@ostiary/state-sqlite`, which could not be installed here', {
      cause,
    });
  });
}

const monotonic = (): number => performance.now();

/** Every part of Ostiary, put together. This is the only file that knows all packages; that it compiles proves that they fit. */
export const parts: Parts<Channel> = {
  version,
  packNames,
  readPack: pack,
  openLog: (path, options) => openLog({ path, ...options }),
  openDefaultLog,
  logFolder: defaultFolder,
  verifyLog,
  tailLog,
  openAgent(lineLimit) {
    const channel = openStdio({ lineLimit });
    return { channel, end: () => channel.end() };
  },
  startServer: (options) => startServer({ ...options, stderr }),
  serverEnvironment,
  startRelay,
  askTools,
  visible,
  sha256: (bytes) => hash('sha256', bytes, 'hex'),
  randomId,
  monotonic,
  now: Date.now,
  async openUsage(file) {
    if (file === undefined) return { usage: createMemoryUsage(monotonic), close: () => undefined };
    const { openSqliteUsage } = await loadState();
    const usage = await openSqliteUsage({ path: file, monotonic });
    return { usage, close: () => usage.close() };
  },
};
