/** A process that runs tests again and again, so that each mutation does not start the runner and read every file anew. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

const self = join(import.meta.dirname, 'runner-process.mjs');

/** Runs tests in the package at `folder`. */
export function openRunner(folder) {
  let child;
  /** Since the last run. */
  const changed = new Set();

  const begin = () => {
    // A process group of its own.
    const begun = fork(self, [folder], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], detached: true });
    begun.on('exit', () => {
      killGroup(begun.pid);
      if (child === begun) child = undefined;
    });
    child = begun;
    return begun;
  };

  const stop = () => {
    if (child !== undefined) killGroup(child.pid);
    child = undefined;
  };

  /**
   * How many of `tests` passed and failed up to the first failure, files in this order; `undefined` where they did not end in time. Throws
   * where a file did not even load.
   */
  const run = (tests, timeout) =>
    new Promise((settle, reject) => {
      const running = child ?? begin();
      const errors = [];
      const collect = (chunk) => errors.push(chunk);
      const finish = (act) => {
        clearTimeout(timer);
        running.off('message', onMessage).off('exit', onExit).off('error', onExit);
        running.stderr.off('data', collect);
        act();
      };
      const onMessage = (result) =>
        finish(() => ('error' in result ? reject(new Error(result.error)) : settle(result)));
      const onExit = () => finish(() => reject(new Error(`the tests ended: ${Buffer.concat(errors)}`)));
      const timer = setTimeout(() => {
        finish(() => {
          stop();
          settle(undefined);
        });
      }, timeout);
      running.on('message', onMessage).on('exit', onExit).on('error', onExit);
      running.stderr.on('data', collect);
      running.send({ changed: [...changed], tests });
      changed.clear();
    });

  /** The file at `path` is another one now. */
  const change = (path) => changed.add(path);

  return { run, change, stop };
}

/** With a test that never ends, which is in a process of its own. */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
