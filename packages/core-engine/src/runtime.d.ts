/**
 * What the engine needs of the runtime beyond ECMAScript. Node, Deno, Bun and browsers have all of it; declared by hand because
 * `types: []` in tsconfig.json is what proves that nothing of Node is used.
 */
declare class TextDecoder {
  constructor(label?: 'utf-8', options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input: Uint8Array): string;
}
declare class TextEncoder {
  encode(input: string): Uint8Array;
}
/** By the WHATWG URL Standard. */
declare class URL {
  static canParse(url: string): boolean;
  constructor(url: string);
  readonly hostname: string;
  readonly pathname: string;
}
