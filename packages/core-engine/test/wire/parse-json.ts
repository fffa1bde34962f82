const token = /"((?:[^"\\]|\\.)*)"(\s*:)?/gsu;

/**
 * What JSON.parse should give. On Node 24 and 26 it can give a key with escapes another name once the process has parsed a key that
 * holds a backslash (nodejs/node#63785), so here it sees keys that need no escapes. Throws a SyntaxError as it does.
 */
export function parseJson(text: string): unknown {
  JSON.parse(text);
  const plain = text.replace(token, (found, inner: string, colon?: string) =>
    colon === undefined ? found : `"${encode(JSON.parse(`"${inner}"`))}":`,
  );
  return renamed(JSON.parse(plain));
}

/** The UTF-16 units of a key as hexadecimal digits behind a letter, which keeps keys of digits in their order. */
function encode(key: string): string {
  return `k${key.replace(/[\s\S]/g, (unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'))}`;
}

function decode(key: string): string {
  return key.slice(1).replace(/.{4}/g, (digits) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [decode(key), renamed(member)]));
}
