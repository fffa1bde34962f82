// What the disk costs by itself.
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Microseconds of each of `count` fdatasyncs, each after 400 new bytes: about one record. */
export function bareFdatasync(folder, count) {
  const fd = openSync(join(folder, 'bare'), 'a');
  const bytes = Buffer.alloc(400, 'x');
  const times = Array.from({ length: count }, () => {
    writeSync(fd, bytes);
    const began = performance.now();
    fdatasyncSync(fd);
    return (performance.now() - began) * 1000;
  });
  closeSync(fd);
  return times;
}
