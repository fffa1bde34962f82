export { defaultFolder, defaultPaths, openDefaultLog, type Wrapped } from './default-log.js';
export type {
  AuditEntry,
  CallEntry,
  Durability,
  OutcomeEntry,
  OutcomeStatus,
  RecordedDecision,
  RefusedEntry,
  SessionEntry,
  Start,
  StopEntry,
} from './entries.js';
export { AuditError, type AuditErrorCode } from './error.js';
export type { Files } from './files.js';
export { type Log, type Options, openLog } from './open.js';
export { type TailItem, tailLog } from './tail.js';
export { type Verdict, verifyLog } from './verify.js';
