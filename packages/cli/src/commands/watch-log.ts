import type { Log } from '../parts.js';

/**
 * The log's `record` and `note`, which tell the operator once when somebody moved, cut or replaced the log. The agent only sees
 * that its calls are refused, and nothing else in the gateway knows what can be done about it.
 */
export function watchLog(log: Log, say: (text: string) => void): Pick<Log, 'record' | 'note'> {
  let isTold = false;
  const tell = (cause: unknown): never => {
    if (!isTold && isChanged(cause)) {
      isTold = true;
      say(cause.message);
      say(
        `every call is refused until a restart, even if the log is put back: find out what touched it, put it back if it was ` +
          `moved, check it with \`ostiary audit verify --audit ${log.path}\`, then restart`,
      );
    }
    throw cause;
  };
  return {
    record: (entry) => log.record(entry).catch(tell),
    note: (entry) => log.note(entry).catch(tell),
  };
}

function isChanged(cause: unknown): cause is Error {
  return cause instanceof Error && 'code' in cause && cause.code === 'changed';
}
