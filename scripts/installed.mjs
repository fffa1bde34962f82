// What npm put on disk.
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every file below a folder. Links are not followed. */
export function listInstalled(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listInstalled(path) : [path];
  });
}

/** Bytes on disk, as `du` counts them: whole blocks (512 bytes each, whatever the file system's own are). */
export function installedSize(files) {
  return files.reduce((sum, file) => sum + lstatSync(file).blocks * 512, 0);
}
