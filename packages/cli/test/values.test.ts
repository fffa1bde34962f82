import { describe, expect, it } from 'vitest';
import { BadValue, count, duration, flag, label, oneOf, serverName, size, variable } from '../src/config/values.js';

/** Text that some language reads as a number, and that must never become a limit. */
const notNumbers = [
  '',
  ' ',
  'nan',
  'NaN',
  'Infinity',
  '-Infinity',
  '-1',
  '+1',
  '1e3',
  '0x10',
  '1_000',
  '5_0',
  '٥',
  '1.5',
  '01',
  ' 1',
  '1 ',
  '9'.repeat(400),
];

describe('values', () => {
  it.each(notNumbers)('%j is no count, no duration and no size', (text) => {
    expect(() => count(0, 1e9)(text)).toThrow(BadValue);
    expect(() => duration(text)).toThrow(BadValue);
    expect(() => duration(`${text}s`)).toThrow(BadValue);
    expect(() => size(`${text}B`)).toThrow(BadValue);
  });

  it('takes counts within their bounds', () => {
    expect(count(2, 10)('10')).toBe(10);
    expect(() => count(2, 10)('11')).toThrow('expected a whole number from 2 to 10, got `11`');
    expect(() => count(2, 10)('1')).toThrow(BadValue);
  });

  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
  ])('%s is %d ms', (text, ms) => expect(duration(text)).toBe(ms));

  it.each(['10', '10M', '10 m', '0s', '25d', '10min', 's'])('%j is no duration', (text) => {
    expect(() => duration(text)).toThrow(BadValue);
  });

  it.each([
    ['1B', 1],
    ['4KiB', 4096],
    ['32MiB', 33_554_432],
    ['1GiB', 1_073_741_824],
  ])('%s is %d bytes', (text, bytes) => expect(size(text)).toBe(bytes));

  it.each(['32', '32MB', '2GiB', '0B', '32mib'])('%j is no size', (text) => expect(() => size(text)).toThrow(BadValue));

  it('takes words exactly', () => {
    expect(oneOf('sync', 'os')('os')).toBe('os');
    expect(() => oneOf('sync', 'os')('OS')).toThrow('expected sync or os, got `OS`');
    expect([flag('true'), flag('false')]).toEqual([true, false]);
    expect(() => flag('yes')).toThrow(BadValue);
  });

  it('takes names and text without control characters', () => {
    expect(serverName('my_server-1')).toBe('my_server-1');
    for (const bad of ['', 'a b', 'a/b', 'ä', 'a'.repeat(65)]) expect(() => serverName(bad)).toThrow(BadValue);
    expect(label('agent:ann')).toBe('agent:ann');
    for (const bad of ['', 'a\nb', '\u202ea', 'a\u0000']) expect(() => label(bad)).toThrow(BadValue);
  });

  it('never shows the value of a variable in a message', () => {
    expect(variable('A_1=secret')).toBe('A_1=secret');
    expect(() => variable('1A=secret')).toThrow(/^(?!.*secret)/);
  });
});
