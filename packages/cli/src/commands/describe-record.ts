/** Members of a record as they stand in the log: nothing is known of them. */
type Members = { readonly [name: string]: unknown };

/** Characters of an id that tell calls apart at a glance. */
const shortId = 8;
/** Of a line that is no record so much is shown. */
const longestOther = 200;

/** One line for people. Whoever prints it makes control characters visible: all of it comes from the file. */
export function describeRecord(line: string): string {
  const record = parse(line);
  const [ts, seq, kind] = ['ts', 'seq', 'kind'].map((name) => text(record?.[name])) as [string, string, string];
  if (record === undefined || kind === '') return `not a record: ${line.slice(0, longestOther)}`;
  return join([ts, seq.padStart(6), kind.padEnd(7), ...details(kind, record)]);
}

function details(kind: string, record: Members): readonly string[] {
  switch (kind) {
    case 'intent':
    case 'denied':
      return call(record);
    case 'outcome':
      return outcome(record);
    case 'refused':
      return refused(record);
    case 'session': {
      const { name, version } = members(record['client']);
      return [text(record['event']), text(record['agent']), text(record['server']), text(name), text(version)];
    }
    case 'start':
      return [`version ${text(record['version'])}`, text(record['durability']), ...list(record['policies'], nameOf)];
    case 'open':
      return [`${list(record['calls'], text).length} calls are open`];
    default:
      return [text(record['event']), text(record['reason'])];
  }
}

function call(record: Members): readonly string[] {
  const { policy, rule, code } = members(record['decision']);
  const subject = record['tool'] ?? record['resource'] ?? record['prompt'];
  const by = rule === undefined ? text(policy) : `${text(policy)}/${text(rule)}`;
  const from = record['from'] === undefined ? '' : `(from the ${text(record['from'])})`;
  return [id(record), text(record['method']), text(subject), from, text(code), by && `by ${by}`];
}

function outcome(record: Members): readonly string[] {
  const { status, ms, bytes } = members(record['result']);
  return [
    id(record),
    text(status),
    ms === undefined ? '' : `${text(ms)} ms`,
    bytes === undefined ? '' : `${text(bytes)} bytes`,
  ];
}

function refused(record: Members): readonly string[] {
  const one = (kind: unknown): string => {
    const { from, code, reason, count } = members(kind);
    return join([count === undefined ? '' : `${text(count)} times`, 'from the', text(from), text(code), text(reason)]);
  };
  return record['counts'] === undefined ? [one(record)] : [list(record['counts'], one).join('; ')];
}

function id(record: Members): string {
  return text(record['call']).slice(0, shortId);
}

function nameOf(policy: unknown): string {
  return text(members(policy)['name']);
}

function parse(line: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Members) : undefined;
  } catch {
    return undefined;
  }
}

function members(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}

function list(value: unknown, print: (item: unknown) => string): readonly string[] {
  return Array.isArray(value) ? value.map(print) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
