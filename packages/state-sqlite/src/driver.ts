import { createRequire } from 'node:module';
import { StateError, wordFor } from './error.js';

/** What is used of better-sqlite3. Numbers come as bigint. */
export interface Database {
  exec(sql: string): void;
  pragma(sql: string, options: { readonly simple: true }): unknown;
  prepare(sql: string): Statement;
  defaultSafeIntegers(on: true): void;
  transaction<Result>(work: (inner: () => Result) => Result): {
    deferred(inner: () => Result): Result;
    immediate(inner: () => Result): Result;
  };
  close(): void;
}

type Bound = string | number | bigint | null;

export interface Statement {
  get(...values: readonly Bound[]): unknown;
  all(...values: readonly Bound[]): unknown[];
  run(...values: readonly Bound[]): { readonly changes: number; readonly lastInsertRowid: number | bigint };
}

export type DatabaseClass = new (
  path: string,
  options: { readonly fileMustExist: true; readonly timeout: number },
) => Database;

const require = createRequire(import.meta.url);

/**
 * Loads the native module where it is first needed. Version 13 needs Node-API 10 (Node 22.14) and ends the whole process where
 * there is none, before anything can be caught.
 */
export function loadDriver(): DatabaseClass {
  try {
    const { version } = require('better-sqlite3/package.json') as { version: string };
    if (Number.parseInt(version, 10) >= 13 && Number(process.versions['napi']) < 10)
      throw new StateError(
        'unsupported',
        `better-sqlite3 ${version} needs Node >= 22.14, and this is ${process.version}`,
      );
    return require('better-sqlite3') as DatabaseClass;
  } catch (cause) {
    if (cause instanceof StateError) throw cause;
    throw new StateError('unsupported', `better-sqlite3 cannot be loaded: ${wordFor(cause)}`, { cause });
  }
}
