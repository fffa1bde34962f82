import { mutators } from './mutation.mjs';

/** What is taken out of the order in which the audit store writes, syncs and answers, and of how it starts, one at a time. */
const named = (name) => `test/${name}.test.ts`;
const of = (file, ...names) => mutators('src', [file], ...names.map(named))[0];

// With the tests that are there for each: all of them for each mutation would take minutes.
const committer = of('committer', 'committer', 'mending', 'changed');
const appender = of('appender', 'committer', 'mending', 'changed', 'lock-file');
const rewrite = of('rewrite', 'mending');
const recover = of('recover', 'recover', 'open-record');
const open = of('open', 'lock', 'lock-file', 'mending', 'recover');
const openFile = of('open-file', 'open-file');
const flock = of('flock', 'flock', 'lock');
const findOpen = of('find-open', 'open-record');

export const storeTarget = {
  name: 'the order of the store',
  package: 'packages/audit-chain',
  tests: ['changed', 'committer', 'flock', 'lock', 'lock-file', 'mending', 'open-file', 'open-record', 'recover'].map(
    named,
  ),
  mutations: [
    committer(
      'nobody is told before the fsync',
      'group.written?.resolve();\n    if (group.synced) unsynced.push(group);',
      'group.written?.resolve();\n    group.synced?.resolve();',
    ),
    committer(
      'who waits for the disk waits for it',
      "const waits = isDurable && durability === 'sync';",
      'const waits = isDurable && !durability;',
    ),
    committer(
      'a note waits for no fsync',
      "const waits = isDurable && durability === 'sync';",
      "const waits = durability === 'sync';",
    ),
    committer(
      '`os` waits for no fsync',
      "const waits = isDurable && durability === 'sync';",
      'const waits = isDurable;',
    ),
    committer(
      'it is written before anybody is told',
      'appender.append(owed.length === 0 ? group.drafts : [...owed, ...group.drafts]);',
      'setImmediate(() => appender.append(owed.length === 0 ? group.drafts : [...owed, ...group.drafts]));',
    ),
    committer(
      'an outcome that is owed comes first',
      'appender.append(owed.length === 0 ? group.drafts : [...owed, ...group.drafts]);',
      'appender.append(group.drafts);',
    ),
    committer('what is owed is kept', "if (effect === 'closes') owed.push({ body, call, effect });", ''),
    committer(
      'what was refused by the disk is owed its end',
      "if (isDurable && effect === 'opens') owed.push(",
      "if (isDurable && effect === 'opens' && !call) owed.push(",
    ),
    committer(
      'a group that was not written is refused',
      'refuse(group, error as AuditError);\n      return;',
      'return;',
    ),
    committer('a changed log is refused for good', "if (error.code === 'changed') fault = error;", ''),
    committer('what is refused for good stays so', 'if (fault !== undefined) return Promise.reject(fault);', ''),
    committer(
      'an fsync covers what was written before it',
      'const covered = unsynced;\n    unsynced = [];',
      'const covered = unsynced;',
    ),
    committer('one fsync at a time', 'if (syncing !== undefined) return;', ''),
    committer('a failed fsync is mended', 'appender.sync().catch(mend)', 'appender.sync()'),
    committer('a failed fsync is no success', '(error) => failSync(covered, error),', '() => endSync(covered),'),
    committer(
      'nothing is written while there is doubt',
      'if (isDoubtful || appender.unconfirmed() > MOST_UNCONFIRMED) {',
      'if (appender.unconfirmed() > MOST_UNCONFIRMED) {',
    ),
    committer(
      'what nobody waits for is synced too',
      'else timer ??= setTimeout(beginSync, SYNC_EVERY).unref();\n  }\n\n  /** One',
      '  }\n\n  /** One',
    ),
    committer(
      'the end syncs',
      'if (fault === undefined && !isDoubtful) write();\n    await confirm();',
      'if (fault === undefined && !isDoubtful) write();',
    ),
    committer('what waits at the end is written', 'if (fault === undefined && !isDoubtful) write();', ''),
    committer(
      'outcomes that are lost are told',
      "if (owed.length > 0) throw new AuditError('not_written'",
      "if (owed.length < 0) throw new AuditError('not_written'",
    ),
    appender('a half written group is cut off', 'files.truncate(out, end);\n    isDirty = false;', 'isDirty = false;'),
    appender('what could not be cut is cut before the next', 'if (isDirty) cutBack();', ''),
    appender(
      'the head rolls back with the bytes',
      'write(group.bytes);\n      end += group.bytes.length;\n      last = group.head;',
      'last = group.head;\n      write(group.bytes);\n      end += group.bytes.length;',
    ),
    appender(
      'the end rolls back with the bytes',
      'write(group.bytes);\n      end += group.bytes.length;',
      'end += group.bytes.length;\n      write(group.bytes);',
    ),
    appender('the place is looked at', 'checkPlace();\n    if', 'if'),
    appender(
      'a log that is shorter or longer is noticed',
      'if (there.size !== end && !(isDirty && there.size > end)) {',
      'if (end < 0) {',
    ),
    appender('a lock that is gone is noticed', 'if (!hold.isHeld()) throw', 'if (!hold) throw'),
    appender(
      'all bytes are written',
      'for (let done = 0; done < bytes.length; ) {',
      'for (let done = 0; done < 1; ) {',
    ),
    appender('the disk is asked', 'await files.sync(out);\n', ''),
    appender(
      'only what was written before is confirmed',
      'const covered = { end, hash: last.hash };\n    const count = groups.length;\n    await files.sync(out);\n    confirmed = covered;',
      'const count = groups.length;\n    await files.sync(out);\n    confirmed = { end, hash: last.hash };',
    ),
    appender('what is not confirmed is kept', 'groups.push(group.bytes);', ''),
    rewrite(
      'what is in doubt is written again',
      'for (const group of what.groups) position = writeAt(fd, group, position, files);',
      '',
    ),
    rewrite('and synced', 'await files.sync(fd);', ''),
    rewrite('nothing is written behind a gap', 'await checkBefore(fd, path, what, files);', ''),
    rewrite('nothing is written into another file', 'checkSame(path, own, there);\n      await', 'await'),
    rewrite('what is behind the end is cut', 'if (there.size > what.end) files.truncate(fd, what.end);', ''),
    recover('a torn tail is cut off', 'if (tornBytes > 0) cut(fd, path, walked.size, files);', ''),
    recover(
      'what is broken is not continued',
      "if (walked.end === 'broken') {",
      "if (walked.end === 'broken' && !path) {",
    ),
    recover(
      'what is no log is not continued',
      "if (walked.end === 'foreign') {",
      "if (walked.end === 'foreign' && !path) {",
    ),
    recover('a call that has its outcome is not open', "else if (kind === 'outcome') openCalls.delete(call);", ''),
    recover('an intent without one is', "if (kind === 'intent') openCalls.add(call);\n    else if", 'if'),
    recover('which log it is stands in the first record', "if (first.end !== 'whole') return first;", ''),
    open(
      'the lock is taken',
      'hold = await lock(fd, path);',
      'hold = { isHeld: () => true, release: () => undefined };',
    ),
    open('the lock is released', 'hold?.release();\n    closeSync(fd);', 'closeSync(fd);'),
    open('what an earlier run left is confirmed', 'if (size > 0) await confirm(fd, path, files);', ''),
    open(
      'open calls get their end',
      "...openCalls.map((call): Draft => ({ body: encodeUnknownOutcome(call), call, effect: 'closes' })),",
      '',
    ),
    open(
      'the start is on the disk first',
      'await Promise.all(drafts.map((one) => committer.submit(one, true)));',
      'void Promise.all(drafts.map((one) => committer.submit(one, true)));',
    ),
    openFile('a name is on the disk too', 'syncFolder(dirname(resolve(path)));', ''),
    openFile('a link is not followed', '  constants.O_NOFOLLOW |\n', ''),
    openFile('a folder or FIFO is no log', 'if (!fstatSync(fd).isFile()) throw notAFile(path);', ''),
    flock(
      'a lock that somebody holds',
      'if (status === HELD) throw new AuditError(',
      'if (status === HELD && !path) throw new AuditError(',
    ),
    flock('a lock that could not be asked for', 'if (status !== 0)', 'if (status === undefined)'),
    findOpen(
      'a line that is torn counts for nothing',
      'if (begin + line > lastLf || at - line > LONGEST_HEAD) continue;',
      'if (at - line > LONGEST_HEAD) continue;',
    ),
  ],
};
