/** The bytes that JSON (RFC 8259) is made of. */
export const TAB = 0x09;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const ZERO = 0x30;
export const NINE = 0x39;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_ARRAY = 0x5d;
export const LOWER_E = 0x65;
export const LOWER_U = 0x75;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

/** 1 for the ASCII bytes that a string may hold as they are; a table because this is the loop in which the reader spends its time. */
export const plain: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= SPACE && byte < 0x80 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);

/** 1 for the letters of the two-character escapes. */
export const shortEscape: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x80 && '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

/** The value of a hexadecimal digit, -1 for every other byte. */
export const hexValue: Int8Array = Int8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x80 ? '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase()) : -1,
);
