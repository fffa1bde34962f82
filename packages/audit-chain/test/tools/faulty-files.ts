import { type Files, systemFiles } from '../../src/files.js';

export interface FaultyFiles extends Files {
  /** What happened, in order: `write`, `rewrite at …`, `truncate`, `sync` (began) and `synced`. */
  readonly events: string[];
  /** Set to let the next calls fail. `half`: some bytes are written; `whole`: all of them are. */
  failWrite: undefined | 'none' | 'half' | 'whole';
  failTruncate: boolean;
  failSync: boolean;
  /** So many fsyncs fail. */
  failSyncs: number;
  /** Is called before an fsync fails. */
  onSync: () => void;
  /** While set, no fsync ends before `release`. */
  holdSync: boolean;
  readonly release: () => void;
}

/** The system's files, which can be told to fail, to fail after they wrote, or to be slow. */
export function faultyFiles(): FaultyFiles {
  const held: (() => void)[] = [];
  const error = (code: string): Error => Object.assign(new Error(`${code}: by the test`), { code });
  const files: FaultyFiles = {
    ...systemFiles,
    events: [],
    failWrite: undefined,
    failTruncate: false,
    failSync: false,
    failSyncs: 0,
    onSync: () => undefined,
    holdSync: false,
    release: () => {
      for (const go of held.splice(0)) go();
    },
    write: (fd, bytes, from) => {
      files.events.push('write');
      if (files.failWrite === 'half')
        systemFiles.write(fd, bytes.subarray(0, from + ((bytes.length - from) >> 1)), from);
      if (files.failWrite === 'whole') systemFiles.write(fd, bytes, from);
      if (files.failWrite !== undefined) throw error('ENOSPC');
      return systemFiles.write(fd, bytes, from);
    },
    rewrite: (fd, bytes, from, position) => {
      files.events.push(`rewrite at ${position}`);
      return systemFiles.rewrite(fd, bytes, from, position);
    },
    truncate: (fd, size) => {
      files.events.push('truncate');
      if (files.failTruncate) throw error('EIO');
      systemFiles.truncate(fd, size);
    },
    sync: async (fd) => {
      files.events.push('sync');
      if (files.holdSync) await new Promise<void>((resolve) => held.push(resolve));
      if (files.failSync || files.failSyncs > 0) {
        files.failSyncs -= 1;
        files.onSync();
        throw error('EIO');
      }
      await systemFiles.sync(fd);
      files.events.push('synced');
    },
  };
  return files;
}
