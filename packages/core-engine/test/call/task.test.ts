import { expect, test } from 'vitest';
import { openTasks, type Response } from '../../src/index.js';
import { answer, asked, call } from './harness.js';

function naming(result: object): Response {
  const given = answer({ jsonrpc: '2.0', id: 7, result });
  if (given.kind !== 'response') throw new Error('no response');
  return given.response;
}
const made = (taskId: unknown) => naming({ task: { taskId } });

test('keeps of a call its subject and a copy of its arguments alone', () => {
  const tasks = openTasks();
  const one = call(asked);
  tasks.learn(one, made('t'), 'record');
  const kept = tasks.madeBy('t');
  expect(kept).toMatchObject({
    id: 'record',
    call: { subjects: [{ tool: 'read' }], request: { method: 'tools/call' } },
  });
  expect(kept?.call.args).toEqual({ start: 0, end: 13 });
  expect(new TextDecoder().decode(kept?.call.request.bytes)).toBe('{"path":"/a"}');
  expect(kept?.call.request.bytes.buffer).not.toBe(one.request.bytes.buffer);
});

test('an answer that names no task, or nothing that is a name, is none', () => {
  const tasks = openTasks();
  for (const result of [{}, { task: {} }, { task: { taskId: 7 } }, { task: 't' }])
    tasks.learn(call(asked), naming(result));
  tasks.learn(call(asked), made('x'.repeat(1025)));
  expect(['t', '7', 'x'.repeat(1025)].map(tasks.madeBy)).toEqual([undefined, undefined, undefined]);
});

test('a task that an answer names twice, in both ways, is one task, and one whose field stands twice is none', () => {
  const tasks = openTasks();
  tasks.learn(call(asked), naming({ task: { taskId: 't' }, taskId: 't' }));
  tasks.learn(call(asked), naming({ taskId: 'later' }));
  expect(['t', 'later'].map((name) => tasks.madeBy(name)?.call.subjects)).toEqual([
    [{ tool: 'read' }],
    [{ tool: 'read' }],
  ]);
  const odd = answer('{"jsonrpc":"2.0","id":7,"result":{"task":{"taskId":"one","x":{"a":1,"a":2}}}}');
  if (odd.kind !== 'response') throw new Error('no response');
  tasks.learn(call(asked), odd.response);
  expect(tasks.madeBy('one')).toBeUndefined();
});

test('a task that two calls are said to have made is nobody’s', () => {
  const tasks = openTasks();
  for (const path of ['/a', '/b'])
    tasks.learn(call({ ...asked, params: { name: 'read', arguments: { path } } }), made('t'));
  expect(tasks.madeBy('t')).toBeUndefined();
});

test('what is forgotten makes room', () => {
  const tasks = openTasks();
  const large = call({ ...asked, params: { name: 'read', arguments: { text: 'x'.repeat(1024 * 1024) } } });
  for (let at = 0; at < 40; at += 1) tasks.learn(large, made(`t${at}`));
  expect([24, 25, 39].map((at) => tasks.madeBy(`t${at}`) !== undefined)).toEqual([false, true, true]);
});

test('forgets the oldest of more than 1,000 calls, and of more than 16 MiB', () => {
  const tasks = openTasks();
  for (let at = 0; at <= 1_000; at += 1) tasks.learn(call(asked), made(`t${at}`));
  expect(tasks.madeBy('t0')).toBeUndefined();
  expect(tasks.madeBy('t1')).toBeDefined();
  const large = call({ ...asked, params: { name: 'read', arguments: { text: 'x'.repeat(7 * 1024 * 1024) } } });
  for (const name of ['a', 'b', 'c']) tasks.learn(large, made(name));
  expect(tasks.madeBy('a')).toBeUndefined();
  expect(tasks.madeBy('t1000')).toBeUndefined();
  expect(tasks.madeBy('b')).toBeDefined();
});
