import { mutators } from './mutation.mjs';

/** What is changed in the states of a counter in the file: read, reserved, released, forgotten, opened, refused. The property test is left out. */

const named = (name) => `test/${name}.test.ts`;
const [usage, counter, snapshot, statements] = mutators(
  'src',
  ['usage', 'counter', 'snapshot', 'statements'],
  named('usage'),
);
const busy = [named('busy')];
const opened = [named('open')];
const timed = [named('usage'), named('clock')];
const [clock] = mutators('src', ['clock'], ...timed);
const [connection, place, schema, check] = mutators('src', ['connection', 'place', 'schema', 'check'], named('open'));
const [queue] = mutators('src', ['queue'], named('busy'));

const spending = [
  snapshot(
    'a counter that has changed',
    'versionOf(findCounter(db, keyNamed(name))) === version',
    'version.length > 0',
  ),
  snapshot('every counter that was read', '[...basis].every(', '[...basis].some('),
  snapshot('a counter that was forgotten and is another', 'counter.id}.', '0}.'),
  snapshot('a key that was not read', 'if (!basis.has(nameOf(key))) throw notRead();', ''),
  snapshot(
    'a view that was not read',
    'if (amount === undefined) throw notRead();',
    'if (amount === undefined) return 0n;',
  ),
  snapshot('windows apart', 'JSON.stringify([policy, key, scope, window])', 'JSON.stringify([policy, key, scope])'),
  snapshot('sessions that still ask', 'stale.push(key);', ';'),
  usage('all or nothing', 'if (!holds(db, basis)) return undefined;', ''),
  usage(
    'not before it was read',
    'const moment = timeIn(db, this.#clock, now);',
    'const moment = { at: now, past: now };',
  ),
  usage('what is over is forgotten', 'prune(db, moment.past);', ''),
  usage('what is over is over for both clocks', 'prune(db, moment.past);', 'prune(db, moment.at);', timed),
  usage('a clock that nobody can set', 'openWindowClock(monotonic)', 'openWindowClock()', timed),
  usage('how far time has come', 'advance(db, moment);', '', timed),
  clock('how far time has come for others', 'clock(now, Number(row.latest))', 'clock(now)'),
  clock(
    'a time that is lost',
    "if (row === undefined) throw new StateError('broken', 'the store has lost its time');",
    'if (row === undefined) return clock(now);',
    opened,
  ),
  snapshot('a window is over for both clocks', 'key.window, moment.past)', 'key.window, moment.at)', timed),
  usage('what was not read', 'mustBeRead(basis, reservation.key);', ''),
  usage('amounts', 'mustBeReservation(reservation);', '', [named('usage'), named('open')]),
  usage('nothing is no entry', 'reservations.filter(({ amount }) => amount > 0n).map(', 'reservations.map('),
  usage('giving back', 'for (const part of parts) takeOut(db, part);', ''),
  usage('giving back once', 'this.#parts.set(hold, []);', ''),
  usage(
    'a strange hold',
    "if (parts === undefined) throw new StateError('bad_argument', 'a hold that was not made here');",
    'if (parts === undefined) return;',
  ),
  usage('times', 'mustBeTime(now);\n    for', 'for'),
  usage('times of reservations', 'mustBeTime(now);\n    const basis', 'const basis'),
  usage('closed is closed', "if (this.#closed) throw new StateError('closed', 'the store was closed');", '', opened),
  usage('a file is opened at once', "await store.run('deferred', () => undefined);", '', opened),
  usage('durability', "durability !== 'sync' && durability !== 'os'", 'durability === undefined', opened),
  usage('patience', '!Number.isSafeInteger(patience) || patience <= 0', 'patience === undefined', opened),
  counter(
    'what is spent ever',
    'if (window === undefined) return counter.ever;',
    'if (window === undefined) return 0n;',
  ),
  counter('a window', 'now - window) as { sum', '0) as { sum'),
  counter('ever adds up', 'sql.change.run(counter.ever + ever,', 'sql.change.run(ever,'),
  counter(
    'a window adds nothing for ever',
    'const ever = key.window === undefined ? amount : 0n;',
    'const ever = amount;',
  ),
  counter('sums of 64 bits', 'if (counter.ever + ever > LARGEST) throw', 'if (counter.ever + ever < 0n) throw', opened),
  counter('a life and a window', 'const window = key.window ?? keep;', 'const window = key.window;'),
  counter('what is kept for ever', 'if (until === null || (window === undefined && !ofSession)) return null;', ''),
  counter('what was kept for ever stays', 'if (until === null || (window', 'if ((window'),
  counter('the longer life', 'return until > wanted ? until : wanted;', 'return wanted;'),
  counter('the life of a session', 'ofSession ? at + SESSION_LIFE : 0', '0'),
  counter(
    'sessions are told',
    'until !== null && until < now + SESSION_LIFE - TOUCH_EVERY',
    'until !== null && until < now - SESSION_LIFE',
  ),
  counter('a touch', 'statementsOf(db).touch.run(now + SESSION_LIFE, id);', ''),
  counter('giving back ever', 'sql.giveBack.run(ever, counter);', ''),
  counter('giving back an entry', 'if (entry !== undefined) sql.removeEntry.run(entry);', ''),
  counter('forgetting entries', 'sql.pruneEntries.run(now);', '', opened),
  counter('forgetting counters', 'sql.pruneCounters.run(now);', '', opened),
  statements(
    'policies apart',
    'WHERE policy = ? AND key = ? AND scope = ?',
    'WHERE (policy = ? OR 1) AND key = ? AND scope = ?',
  ),
  statements(
    'keys apart',
    'WHERE policy = ? AND key = ? AND scope = ?',
    'WHERE policy = ? AND (key = ? OR 1) AND scope = ?',
  ),
  statements(
    'scopes apart',
    'WHERE policy = ? AND key = ? AND scope = ?',
    'WHERE policy = ? AND key = ? AND (scope = ? OR 1)',
  ),
  statements('counters apart', 'WHERE counter = ? AND at > ?', 'WHERE (counter = ? OR 1) AND at > ?'),
  statements('the edge of a window', 'AND at > ?', 'AND at >= ?'),
  statements('a change is a new version', 'until = ?, version = version + 1 WHERE', 'until = ? WHERE'),
  statements('giving back is a change', 'ever = ever - ?, version = version + 1', 'ever = ever - ?'),
  statements('a touch shortens nothing', 'SET until = max(until, ?)', 'SET until = min(until, ?)'),
  statements('entries that are over', 'FROM entry WHERE until <= ? LIMIT', 'FROM entry WHERE until <= ? + 1 LIMIT'),
  statements(
    'counters that are over',
    'FROM counter WHERE until <= ? LIMIT',
    'FROM counter WHERE until <= ? + 3000 LIMIT',
  ),
];

const files = [
  connection('whole or not at all', 'db.transaction<Result>((inner) => inner())[kind](() => work(db))', 'work(db)', [
    named('usage'),
    ...opened,
  ]),
  connection('a file is made once', 'if (this.#identity === undefined) makeFile(this.path);', 'makeFile(this.path);'),
  connection('a file that is gone', 'there === undefined || (this.#identity', '(there !== undefined && this.#identity'),
  connection('another file', '(this.#identity !== undefined && !isSame(this.#identity, there))', '!there'),
  connection(
    'a log beside it',
    "if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal')",
    'if (db === undefined)',
  ),
  connection(
    'what survives a power cut',
    "this.#durability === 'sync' ? 'FULL' : 'NORMAL'",
    "this.#durability !== 'sync' ? 'FULL' : 'NORMAL'",
  ),
  connection('damage', 'mustBeWhole(db, this.path);', ''),
  connection('large numbers', 'db.defaultSafeIntegers(true);', ''),
  connection('a short wait', 'timeout: SHORT_WAIT', 'timeout: 5000', busy),
  place('names that mean something', 'return resolve(path);', 'return path;'),
  place(
    'paths',
    "if (typeof path !== 'string' || path === '' || path.includes('\\0') || path !== path.trim())",
    'if (path === undefined)',
  ),
  place('what is no file', 'if (!there.isFile()) throw', 'if (!there) throw'),
  place('for its owner only', '0o600', '0o644'),
  place('the same file', 'one.dev === other?.dev && one.ino === other.ino', 'one.dev === other?.dev'),
  schema('a text', "if (wordFor(cause) !== 'SQLITE_NOTADB') throw cause;", 'throw cause;'),
  schema('an empty file', 'application === 0n && version === 0n && schema.length === 0', 'application === 0n'),
  schema("another program's file", 'if (application !== APPLICATION) throw', 'if (application === undefined) throw'),
  schema('a newer one', "typeof version === 'bigint' && version > VERSION", 'version === null'),
  schema('an older one', 'version !== VERSION || schema', 'schema'),
  schema('other tables', "schema.join(';\\n') !== [...TABLES].sort().join(';\\n')", 'false'),
  schema('damage is told', "if (said !== 'ok') throw", 'if (said === undefined) throw'),
  check('halves of pairs', ' || /\\p{Cs}/u.test(text)', ''),
  check('NUL', "|| text.includes('\\0') ", ''),
  check('no amount', "typeof amount !== 'bigint' || amount < 0n", 'amount === undefined'),
  check('a negative amount', "typeof amount !== 'bigint' || amount < 0n", "typeof amount !== 'bigint'"),
  check('the most', 'if (amount > MOST) throw', 'if (amount < 0n) throw'),
  check('windows', 'if (keep !== undefined) mustBeWindow(keep);', ''),
];

const waiting = [
  queue('nobody overtakes', 'if (this.#last !== undefined) return this.#line(work, this.#last, deadline);', ''),
  queue('a file that others hold', 'return this.#line(work, sleep(PAUSE), deadline);', 'throw error;'),
  queue('other faults are told', 'if (!isBusy(error)) throw error;\n      return', 'return', opened),
  queue('other faults of those who wait', 'if (!isBusy(error)) throw error;\n      }', '}'),
  queue('one after the other', 'await before;', ''),
  queue('a last one', 'this.#last = settled;', ''),
  queue('the end of the line', 'if (this.#last === settled) this.#last = undefined;', ''),
  queue('patience', 'while (performance.now() < deadline) {', 'while (deadline > 0) {'),
];

export const stateTarget = {
  name: 'the state in a file',
  package: 'packages/state-sqlite',
  tests: ['usage', 'clock', 'open', 'busy'].map(named),
  mutations: [...spending, ...files, ...waiting],
};
