/**
 * Every method that a client may send, in any revision from 2024-11-05 to 2026-07-28. Compared exactly: another case, a
 * trailing slash or an invisible character makes an unknown method.
 */
const requests: ReadonlySet<string> = new Set([
  'initialize',
  'server/discover',
  'ping',
  'tools/list',
  'tools/call',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  'subscriptions/listen',
  'prompts/list',
  'prompts/get',
  'completion/complete',
  'logging/setLevel',
  'tasks/get',
  'tasks/result',
  'tasks/update',
  'tasks/cancel',
  'tasks/list',
]);

const notifications: ReadonlySet<string> = new Set([
  'notifications/initialized',
  'notifications/cancelled',
  'notifications/progress',
  'notifications/roots/list_changed',
  'notifications/tasks/status',
]);

/** What a client's method is known as. */
export function knownAs(method: string): 'request' | 'notification' | undefined {
  if (requests.has(method)) return 'request';
  return notifications.has(method) ? 'notification' : undefined;
}
