import { dirname, resolve } from 'node:path';
import { CommandError } from '../fail.js';
import { readConfig, type Setting } from './file.js';
import { suggest } from './nearest.js';
import { type Option, type RunSettings, runOptions, variableOf } from './options.js';
import { BadValue } from './values.js';

/** What the flags of one command line said: nothing, a text, a list of texts, or true for a bare flag. */
export type Flags = Readonly<{ [name: string]: string | readonly string[] | boolean | undefined }>;

const entries = Object.entries(runOptions) as [keyof typeof runOptions, Option][];

function fromVariable(option: Option, text: string): Setting {
  const { separator } = option;
  const texts = separator ? text.split(separator).map((part) => part.trim()) : [text];
  return { place: variableOf(option), texts: texts.filter((part) => part !== '' || !separator) };
}

function fromFlag(option: Option, given: string | readonly string[] | boolean): Setting {
  const place = `--${option.flag}`;
  if (typeof given === 'boolean') return { place, texts: [String(given)] };
  const texts = typeof given === 'string' ? [given] : given;
  const split = option.separator === ',' ? texts.flatMap((text) => text.split(',')) : texts;
  return { place, texts: split };
}

/** The settings that name files. */
const paths: ReadonlySet<string> = new Set<keyof RunSettings>(['policy', 'audit', 'state']);

/** Paths in a configuration file are meant from its folder. */
function anchored(name: string, setting: Setting, file: string): Setting {
  if (!paths.has(name)) return setting;
  const texts = setting.texts.map((text) => (text.startsWith('pack:') ? text : resolve(dirname(file), text)));
  return { ...setting, texts };
}

/**
 * The settings of a run: flag before environment before file before default. Every source is read and checked, also where another
 * one wins: a bad value must not lie in wait. Throws `CommandError` with all mistakes, one a line.
 */
export async function loadSettings(
  flags: Flags,
  environment: Readonly<{ [name: string]: string | undefined }>,
  configFile: string | undefined,
  warn: (message: string) => void,
): Promise<RunSettings> {
  const mistakes: string[] = [];
  const known = new Map(entries.map(([, option]) => [variableOf(option), option]));
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('OSTIARY_') || known.has(name)) continue;
    // Not an error: the variable may be meant for another version or another command.
    warn(`\`${name}\` in the environment is no setting of ostiary${suggest(name, known.keys())}; it is ignored`);
  }
  const file =
    configFile === undefined ? undefined : await readConfig(configFile, new Set(entries.map(([, { key }]) => key)));

  const settings: { [name: string]: unknown } = {};
  for (const [name, option] of entries) {
    const variable = environment[variableOf(option)];
    const given = flags[name];
    const written = file?.get(option.key);
    const sources = [
      given === undefined ? undefined : fromFlag(option, given),
      variable === undefined ? undefined : fromVariable(option, variable),
      written && configFile !== undefined ? anchored(name, written, configFile) : undefined,
    ];
    const values = sources.filter((source) => source !== undefined).map((source) => read(option, source, mistakes));
    settings[name] = values[0] ?? (option.separator ? [] : option.default);
  }
  if (mistakes.length > 0) throw new CommandError(mistakes.join('\n'));
  // Built from the same table that the type is made of.
  return settings as unknown as RunSettings;
}

function read(option: Option, { place, texts }: Setting, mistakes: string[]): unknown {
  try {
    if (!option.separator && texts.length !== 1) throw new BadValue('expected one value');
    const values = texts.map((text) => option.parse(text));
    return option.separator ? values : values[0];
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    mistakes.push(`${place}: ${error.message}`);
    return undefined;
  }
}
