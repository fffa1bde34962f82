import type { Limits } from '../../../src/limits.js';
import type { Id, Malformed, Reason } from '../../../src/wire/message.js';

/** A line that is refused: its name (with the attack's number), the line, why, and what the refusal can say of it. */
export interface Refusal {
  readonly name: string;
  readonly line: Uint8Array;
  readonly reason: Reason;
  readonly shape: Malformed['shape'];
  readonly id?: Id;
  readonly limits?: Partial<Limits>;
}

/** Text as UTF-8, a number as one byte, in a row. */
export function bytesOf(...parts: readonly (string | number)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))));
}

/** A request with the id 7 and these params. */
export function request(method: string, params: string): string {
  return `{"jsonrpc":"2.0","id":7,"method":"${method}","params":${params}}`;
}

/** A call of a tool with the id 7 and these arguments. */
export function call(args: string): string {
  return request('tools/call', `{"name":"t","arguments":${args}}`);
}

/** An answer to request 7 with this result. */
export function answer(result: string): string {
  return `{"jsonrpc":"2.0","id":7,"result":${result}}`;
}

type Rest = Partial<Pick<Refusal, 'id' | 'shape' | 'limits'>>;

/** A refusal of a request with the id 7, unless `rest` says otherwise; `id: undefined` where none can be told. */
export function refusal(name: string, line: string | Uint8Array, reason: Reason, rest: Rest = { id: 7 }): Refusal {
  return { name, line: typeof line === 'string' ? bytesOf(line) : line, reason, shape: 'request', ...rest };
}
