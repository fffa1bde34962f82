export { StateError, type StateErrorCode } from './error.js';
export { openSqliteUsage, type SqliteOptions, type SqliteUsage } from './usage.js';
