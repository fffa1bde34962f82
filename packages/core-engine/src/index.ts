export type { Answer } from './call/answer.js';
export { type Call, readCall, type Unreadable } from './call/call.js';
export type { Whereabouts } from './call/entries.js';
export { type Gate, handleCall } from './call/handle.js';
export { consultInner, type InnerVerdict, isCarrier, judgeInner, type Standing, standingOf } from './call/inner.js';
export { type FilteredList, filterList, isList } from './call/list.js';
export { knownAs } from './call/methods.js';
export { denialError, errorAnswer, type Manners, type RefusalCode, refusal, rpcCodes } from './call/refusal.js';
export { reviewTask, speaksOfResults, type TaskReview } from './call/review.js';
export { openSessionState, type SessionState } from './call/session.js';
export { isGoverned } from './call/subjects.js';
export { bringsResult, openTasks, type TaskCall, type Tasks } from './call/task.js';
export { answerTo, isTold, mayAnswer, type UnfitReason, unfit, type Verdict, verdictOf } from './call/verdict.js';
export type {
  Action,
  Annotations,
  Approval,
  Decision,
  Effect,
  Finding,
  Obligations,
  Phase,
  Principal,
  Question,
  Risk,
  SessionView,
  ShadowVote,
  Subject,
} from './decision.js';
export type {
  AuditEntry,
  CallEntry,
  OutcomeEntry,
  OutcomeStatus,
  RecordedDecision,
  RecordedFinding,
  RefusedEntry,
  SessionEntry,
  Side,
  StopEntry,
} from './entries.js';
export { evaluateMessage, evaluateMessageWith } from './evaluate/evaluate.js';
export type { Evaluation, Refusal } from './evaluate/evaluation.js';
export type { Setting } from './evaluate/setting.js';
export { defaultLimits, type Limits } from './limits.js';
export { type Compiled, compilePolicy, type PolicyInput, type Problem } from './policy/compile.js';
export { decide, usageKeys, wantsFindings } from './policy/decide.js';
export { type Explanation, explain, type PolicyVote } from './policy/explain.js';
export { type ListedTool, readTools, type ToolPage } from './policy/lint/server/tool.js';
export { checkNames, mustBeApart } from './policy/names.js';
export type { Policy } from './policy/policy.js';
export { listRules, type RuleLine } from './policy/rules.js';
export type { Seen } from './policy/seen.js';
export type { Deed, Step } from './policy/trace.js';
export { lint, lintTools } from './policy/warnings.js';
export type {
  Forward,
  Identify,
  Monotonic,
  Note,
  Now,
  PolicyDecisionPoint,
  Ports,
  RandomId,
  Record,
  Scan,
  Scanned,
  Sha256,
  Withdrawal,
} from './ports.js';
export { redactAt } from './redact/at.js';
export type { Strategy } from './redact/mask.js';
export { mostAmount, readLimit, toAmount, wholeAmount, writeAmount } from './usage/amount.js';
export { type Moment, openWindowClock, type WindowClock } from './usage/clock.js';
export { createMemoryUsage } from './usage/memory.js';
export { type Reserved, reserveFor } from './usage/reserve.js';
export type { Amount, Hold, Reservation, Usage, UsageKey, UsageSnapshot, UsageView } from './usage/usage.js';
export { type Json, type JsonMistake, readJson } from './value/json.js';
export { readNumber } from './value/number.js';
export { readValue } from './value/read.js';
export { Inexact, type Value } from './value/value.js';
export type { Fields, Id, Malformed, Message, Notification, Reason, Request, Response, Span } from './wire/message.js';
export { readFromAgent, readFromServer } from './wire/read.js';
export { fields, items, readId, readString } from './wire/value.js';
