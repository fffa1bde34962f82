import { describe, expect, test } from 'vitest';
import { allowAll, call, open, result } from './harness.js';

const rules = `${allowAll}rules:
  - { id: no-keys, effect: deny, phase: result, tools: [read], when: "has(result.content) && result.content.exists(c, c.text == 'KEY')" }
  - { id: no-codes, effect: redact, phase: result, tools: [read], redact: [{ path: "**.code", with: full }] }
  - { id: taints, effect: redact, phase: result, tools: [read], when: has(result.n), redact: [{ path: secret, with: full }], marks: [seen] }
  - { id: no-writing, effect: deny, tools: [write], when: "'seen' in session.marks" }
  - { id: only-a, effect: deny, phase: result, tools: [odd], when: "!has(result.task) && args.a != 1.0" }
`;
const about = (id: unknown, method: string, taskId: string) => ({ jsonrpc: '2.0', id, method, params: { taskId } });

/** A session in which a call has become task `t1`. */
async function begun(policy = rules, tool = 'read', made: object = { task: { taskId: 't1', status: 'working' } }) {
  const scene = await open(policy);
  scene.agent.say(call(1, tool, { task: { ttl: 1 }, arguments: { a: 1 } }));
  await scene.settle();
  scene.server.say(result(1, made));
  await scene.settle();
  scene.agent.arrived.length = 0;
  return scene;
}

/** What the agent gets where the server answers this to that. */
async function told(scene: Awaited<ReturnType<typeof begun>>, asks: object, given: object) {
  scene.agent.say(asks);
  await scene.settle();
  scene.server.say(result(2, given));
  await scene.settle();
  return JSON.parse(scene.agent.arrived.at(-1) ?? '{}');
}

const key = { content: [{ type: 'text', text: 'KEY' }] };

describe('S22: what a task gives is judged as the result of the call that made it', () => {
  test('a denial withholds it, on record first', async () => {
    const scene = await begun();
    const reply = await told(scene, about(2, 'tasks/result', 't1'), key);
    expect(reply.error).toMatchObject({ code: -32010, data: { rule: 'no-keys', id: 'id-2' } });
    expect(scene.entries.at(-1)).toMatchObject({ kind: 'refused', from: 'server', reason: 'task_result_denied' });
  });

  test('a change is made, everything else keeps its bytes, and its marks are put on', async () => {
    const scene = await begun();
    scene.agent.say(about(2, 'tasks/result', 't1'));
    await scene.settle();
    scene.server.say('{"jsonrpc":"2.0","id":2,"result":{"content":[], "n":1.0,"code":"1234"}}');
    await scene.settle();
    expect(scene.agent.arrived[0]).toContain('{"content":[], "n":1.0,"code":"***REDACTED***"}');
    scene.agent.say(call(3, 'write'));
    await scene.settle();
    expect(scene.agent.arrived[1]).toContain('no-writing');
  });

  test('so does what `tasks/get` brings along (2026-07-28), and a task without a result passes', async () => {
    const scene = await begun(rules, 'read', { resultType: 'task', taskId: 't1', status: 'working' });
    expect((await told(scene, about(2, 'tasks/get', 't1'), { taskId: 't1', status: 'working' })).result.taskId).toBe(
      't1',
    );
    const done = { taskId: 't1', status: 'completed', result: key };
    expect((await told(scene, about(2, 'tasks/get', 't1'), done)).error.data.rule).toBe('no-keys');
    const failed = { taskId: 't1', status: 'failed', error: { code: 1, message: 'x', data: { code: '1' } } };
    expect((await told(scene, about(2, 'tasks/get', 't1'), failed)).result.error).toMatchObject({
      message: 'x',
      code: '***REDACTED***',
    });
    const both = { ...done, error: {} };
    expect((await told(scene, about(2, 'tasks/get', 't1'), both)).error.data.code).toBe('OSTIARY_UPSTREAM_GONE');
  });

  test('rules see the arguments of the call', async () => {
    const scene = await begun(rules, 'odd');
    expect((await told(scene, about(2, 'tasks/result', 't1'), { content: [] })).result).toEqual({ content: [] });
  });

  test('where nobody knows the call, or two are said to have made the task, it is withheld', async () => {
    const scene = await begun();
    const stranger = await told(scene, about(2, 'tasks/result', 't9'), { content: [] });
    expect(stranger.error).toMatchObject({ code: -32010, data: { code: 'OSTIARY_DENIED' } });
    scene.agent.say(call(4, 'harmless'));
    await scene.settle();
    scene.server.say(result(4, { task: { taskId: 't1' } }));
    await scene.settle();
    expect((await told(scene, about(2, 'tasks/result', 't1'), { content: [] })).error.code).toBe(-32010);
  });

  test('without a rule of results everything passes as before', async () => {
    const scene = await begun(allowAll);
    expect((await told(scene, about(2, 'tasks/result', 't9'), key)).result).toEqual(key);
  });

  test('a notification that brings a result does not pass, and another one does', async () => {
    const scene = await begun();
    const note = { jsonrpc: '2.0', method: 'notifications/tasks', params: { taskId: 't1', status: 'completed' } };
    scene.server.say({ ...note, params: { ...note.params, result: key } });
    scene.server.say({ ...note, params: { ...note.params, Result: key } });
    await scene.settle();
    expect(scene.agent.arrived).toEqual([]);
    scene.server.say(note);
    await scene.settle();
    expect(scene.agent.arrived).toHaveLength(1);
  });

  test('a record that cannot be written withholds it too', async () => {
    let writes = true;
    const scene = await open(rules, {
      note: async () => {
        if (!writes) throw new Error('disk');
      },
    });
    scene.agent.say(call(1, 'read'));
    await scene.settle();
    scene.server.say(result(1, { task: { taskId: 't1' } }));
    await scene.settle();
    writes = false;
    expect((await told(scene, about(2, 'tasks/result', 't1'), key)).error.data.code).toBe('OSTIARY_AUDIT_UNAVAILABLE');
  });
});
