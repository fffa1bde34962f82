import { inside, type Place, type Report } from '../problem.js';
import { DEEPEST, type Entry, MOST_VALUES, type Node } from './node.js';

const TOP: Place = { line: 0, column: 0, path: '' };

/**
 * A policy that was given as an object. Only own enumerable data of plain objects and arrays counts: nothing inherited is
 * seen and no getter runs. Cycles end at the depth limit, and shared parts at the limit of values.
 */
export function readValue(value: unknown, report: Report): Node | undefined {
  let left = MOST_VALUES;
  let stopped = false;

  const refuse = (place: Place, message: string): Node => {
    report.error(place, message);
    return { kind: 'unreadable', place };
  };

  const read = (current: unknown, place: Place, depth: number): Node => {
    left -= 1;
    if (stopped || left < 0) {
      if (!stopped) report.error(place, `a policy has at most ${MOST_VALUES} values`);
      stopped = true;
      return { kind: 'unreadable', place };
    }
    if (typeof current === 'string') return { kind: 'scalar', place, text: current, plain: false, isPlainLine: false };
    if (current === null || typeof current === 'number' || typeof current === 'boolean') {
      return { kind: 'scalar', place, text: String(current), plain: true, isPlainLine: false };
    }
    if (typeof current !== 'object')
      return refuse(place, `a policy holds data only, and this is of type ${typeof current}`);
    if (depth > DEEPEST) return refuse(place, `nested too deep: a policy has at most ${DEEPEST} levels`);
    if (Array.isArray(current)) return readList(current, place, depth);
    const prototype: unknown = Object.getPrototypeOf(current);
    // Object.prototype of any realm: a prototype that has none itself.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      return refuse(place, 'a policy holds plain objects only, and this one is of a class');
    }
    return readMapping(current, place, depth);
  };

  const readList = (array: readonly unknown[], place: Place, depth: number): Node => {
    if (array.length > left) return refuse(place, `a policy has at most ${MOST_VALUES} values`);
    const items: Node[] = [];
    for (let index = 0; index < array.length; index++) {
      items.push(readMember(array, String(index), inside(place, index), depth));
    }
    return { kind: 'list', place, items };
  };

  const readMapping = (object: object, place: Place, depth: number): Node => {
    const entries: Entry[] = [];
    for (const key of Reflect.ownKeys(object)) {
      if (Object.getOwnPropertyDescriptor(object, key)?.enumerable !== true) continue;
      if (typeof key === 'symbol') report.error(place, 'a policy has no symbols as keys');
      else entries.push({ key, place, value: readMember(object, key, inside(place, key), depth) });
    }
    return { kind: 'mapping', place, entries };
  };

  const readMember = (owner: object, key: string, place: Place, depth: number): Node => {
    const property = Object.getOwnPropertyDescriptor(owner, key);
    if (property?.get !== undefined || property?.set !== undefined) {
      return refuse(place, 'a policy holds data only, and this is a getter or setter');
    }
    return read(property?.value, place, depth + 1);
  };

  try {
    const node = read(value, TOP, 1);
    return stopped ? undefined : node;
  } catch {
    // Only a proxy can throw here. What it throws is its own and stays out of the message.
    report.error(TOP, 'the object cannot be read: a proxy in it throws');
    return undefined;
  }
}
