import type { Extracts, FoundUrl } from '../condition/scope.js';
import type { Question } from '../decision.js';
import { isSpecial } from './candidates.js';
import { Effort } from './effort.js';
import { type Found, Search } from './search.js';
import { costOfJson, literalsIn, stringsOf, textOf } from './strings.js';

/** More hosts, or URLs, than this in one call cannot be evaluated: each is judged under every rule that asks. */
const MOST_FOUND = 1_000;
/** JSON in a string in JSON in a string, and so on. */
const DEEPEST = 8;

/** What is found in the arguments of a question. Each part is looked for when it is first asked for. */
export function extract(question: Question): Extracts {
  return new Lazily(question);
}

class Lazily implements Extracts {
  readonly #question: Question;
  #text: readonly [string | undefined] | undefined;
  // In a list, so that what could not be evaluated is not looked for again.
  #urls: readonly [readonly FoundUrl[] | undefined] | undefined;
  #hosts: readonly [readonly string[] | undefined] | undefined;

  constructor(question: Question) {
    this.#question = question;
  }

  get text(): string | undefined {
    this.#text ??= [textOf(this.#question.args)];
    return this.#text[0];
  }

  get urls(): readonly FoundUrl[] | undefined {
    this.#urls ??= [findUrls(this.#question)];
    return this.#urls[0];
  }

  get hosts(): readonly string[] | undefined {
    this.#hosts ??= [findHosts(this.#question)];
    return this.#hosts[0];
  }
}

function findHosts({ args, resource }: Question): readonly string[] | undefined {
  const hosts = new Set<string>();
  const strings = [...(resource === undefined ? [] : [resource]), ...stringsOf(args, true)];
  const isAll = lookThrough(strings, (host) => {
    if (host !== '') hosts.add(host);
    return hosts.size <= MOST_FOUND;
  });
  return isAll ? [...hosts] : undefined;
}

function findUrls({ args }: Question): readonly FoundUrl[] | undefined {
  const urls = new Map<string, FoundUrl>();
  const isAll = lookThrough(stringsOf(args, false), (host, scheme, rest) => {
    if (scheme === undefined) return true;
    const path = pathOf(scheme, rest);
    urls.set(`${scheme} ${host} ${path}`, { scheme, host, path });
    return urls.size <= MOST_FOUND;
  });
  return isAll ? [...urls.values()] : undefined;
}

/** What follows the host, without query and fragment, in WHATWG form. */
function pathOf(scheme: string, rest: string): string {
  const url = `${isSpecial(scheme) ? 'http' : 'opaque'}://host${rest}`;
  return URL.canParse(url) ? new URL(url).pathname : '';
}

/** False where there was too much to look through, or `add` says so. */
function lookThrough(strings: Iterable<string | undefined>, add: (...found: Parameters<Found>) => boolean): boolean {
  const effort = new Effort();
  const search = new Search(effort, (...found) => {
    if (!add(...found)) effort.giveUp();
  });
  const look = (text: string, depth: number): void => {
    search.look(text);
    if (effort.isOver) return;
    const literals = effort.spend(costOfJson(text)) ? literalsIn(text) : undefined;
    if (literals === undefined) return;
    if (depth === DEEPEST) effort.giveUp();
    for (const literal of literals) {
      if (effort.isOver) return;
      look(literal, depth + 1);
    }
  };
  for (const text of strings) {
    if (effort.isOver || text === undefined) return false;
    look(text, 0);
  }
  return !effort.isOver;
}
