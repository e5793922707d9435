import type { DocumentPath } from '../file.rules.ts';

const DURATION = /^(?:\d{1,15}(?:\.\d{0,15})?(?:h|ms|m|s|us|µs|ns))+$/;
const SECONDS_OF: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** The seconds of a duration; not a number for what is none. */
function secondsIn(text: string): number {
  if (text === '0') return 0;
  if (text.length > 100 || !DURATION.test(text)) return Number.NaN;
  const parts = text.matchAll(/([\d.]+)([a-zµ]+)/g);
  return [...parts].reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (SECONDS_OF[unit] ?? Number.NaN), 0);
}

/** What is wrong with an input, and where. */
export interface ImportFault {
  readonly path: DocumentPath;
  readonly message: string;
}

/** What other tools replace in a file before they read it. */
const PLACEHOLDER = /##\w{1,200}##|@@\w{1,200}@@|\$\([a-z]{1,20}:[^()]{0,200}\)|\$\{[^{}]{0,200}\}|\{\{[^{}]{0,200}\}\}/i;
/** The most characters of a value that a report repeats. */
const LONGEST_SHOWN = 200;
/** The most seconds that fit into an Int of GraphQL. */
const MOST_SECONDS = 2 ** 31 - 1;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The own member of a record; undefined where there is none, or null. */
export const member = (value: unknown, key: string): unknown =>
  isRecord(value) && Object.hasOwn(value, key) ? (value[key] ?? undefined) : undefined;

/** A text as a report repeats it: on one line, nothing in it unseen, neither too long nor with a password in it. */
export function shown(text: string): string {
  const start = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  const withoutPassword = start.replace(/(?<=:\/\/)[^/?#@]*@/, '…@');
  return JSON.stringify(withoutPassword.toWellFormed()).replace(/[\p{C}\u2028\u2029]/gu, escaped);
}

const escaped = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** What a value is to whoever wrote it. */
const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : isRecord(value)
        ? 'a record'
        : typeof value === 'string'
          ? 'a text'
          : `a ${typeof value}`;

/**
 * A part of an input from which values are taken. Keys are members, with a "/" before those of a member. What is not of the
 * type that is wanted, or has a placeholder, is a fault with its path, and then nothing is taken.
 */
export class Reading {
  readonly #said = new Set<string>();

  /**
   * @param faults is given those that are found
   * @param written how a member is written in the input, where it is read by another name
   */
  constructor(
    readonly value: Readonly<Record<string, unknown>>,
    readonly path: DocumentPath,
    readonly faults: ImportFault[] = [],
    readonly written: (member: string) => string = (member) => member,
  ) {}

  /** Adds a fault, once. */
  refuse(key: string, message: string): void {
    const said = `${key} ${message}`;
    if (!this.#said.has(said)) this.faults.push({ path: this.#pathOf(key), message });
    this.#said.add(said);
  }

  /** Whether there is a value, and not an empty text. */
  has(key: string): boolean {
    return (this.#raw(key) ?? '') !== '';
  }

  /** A text. */
  text(key: string): string | undefined {
    const value = this.#raw(key);
    if (value === undefined) return undefined;
    return typeof value === 'string' ? this.#withoutPlaceholder(key, value) : this.#isNot('a text', key, value);
  }

  /** A text that must be there. */
  required(key: string): string | undefined {
    const text = this.text(key);
    if (!this.has(key)) this.refuse(key, 'Is missing.');
    return text === '' ? undefined : text;
  }

  /** A text that no fault repeats. */
  secret(key: string): string | undefined {
    const value = this.#raw(key);
    const [placeholder] = (typeof value === 'string' && PLACEHOLDER.exec(value)) || [];
    // of a value that is more than a placeholder, what looks like one may be a part of the secret
    if (placeholder !== undefined && placeholder !== value) this.refuse(key, 'Has a placeholder in it: replace it first.');
    else return this.text(key);
    return undefined;
  }

  /** A list of texts, or one text in which white space is between them. */
  words(key: string): string[] | undefined {
    return typeof this.#raw(key) === 'string' ? this.text(key)?.split(/\s+/).filter(Boolean) : this.texts(key);
  }

  /** A list of texts. */
  texts(key: string): string[] | undefined {
    const value = this.#raw(key);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && PLACEHOLDER.test(value)) return this.#withoutPlaceholder(key, value) as undefined;
    if (!Array.isArray(value)) return this.#isNot('a list', key, value);
    return value.flatMap((item: unknown, index) => {
      const path = `${key}/${index}`;
      if (typeof item !== 'string') this.#isNot('a text', path, item);
      else if (this.#withoutPlaceholder(path, item) !== undefined) return [item];
      return [];
    });
  }

  /** A truth value, also one that is written as a text. */
  flag(key: string): boolean | undefined {
    const value = this.#raw(key);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    if (typeof value === 'string' && this.#withoutPlaceholder(key, value) === undefined) return undefined;
    return this.#isNot('true or false', key, value);
  }

  /** Seconds, also those that are written as a text; nothing for those that stand for none, such as -1. */
  seconds(key: string): number | undefined {
    const value = this.#raw(key);
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string' && this.#withoutPlaceholder(key, value) === undefined) return undefined;
    const seconds = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
    if (!Number.isInteger(seconds) || (seconds as number) > MOST_SECONDS)
      return this.#isNot(`a whole number of seconds of at most ${MOST_SECONDS}`, key, value);
    return (seconds as number) > 0 ? (seconds as number) : undefined;
  }

  /** Seconds of a duration as Go writes it, such as "1h30m". */
  duration(key: string): number | undefined {
    const text = this.text(key);
    if (text === undefined || text === '') return undefined;
    const seconds = Math.floor(secondsIn(text));
    if (seconds >= 0 && seconds <= MOST_SECONDS) return seconds === 0 ? undefined : seconds;
    this.refuse(key, `Must be a duration such as "1h30m", of at most ${MOST_SECONDS} seconds.`);
    return undefined;
  }

  #raw(key: string): unknown {
    return key.split('/').reduce(member, this.value);
  }

  /** An index that was appended to a key is a number. */
  #pathOf(key: string): DocumentPath {
    const [first = '', ...rest] = key.split('/');
    return [...this.path, this.written(first), ...rest.map((part) => (/^\d+$/.test(part) ? Number(part) : part))];
  }

  #withoutPlaceholder(key: string, text: string): string | undefined {
    const [placeholder] = PLACEHOLDER.exec(text) ?? [];
    if (placeholder === undefined) return text;
    this.refuse(key, `Has the placeholder ${shown(placeholder)}: replace it first.`);
    return undefined;
  }

  #isNot(wanted: string, key: string, value: unknown): undefined {
    this.refuse(key, `Must be ${wanted}, not ${kindOf(value)}.`);
    return undefined;
  }
}

/** The parts of an input, and what is wrong with it as a whole. */
export interface Parts {
  readonly parts: readonly Reading[];
  readonly faults: readonly ImportFault[];
}

/**
 * The records of an input: those of a list, or of the lists that are members of it, or else the input itself. Each has faults
 * of its own.
 */
export function partsOf(document: unknown, lists: readonly string[]): Parts {
  if (Array.isArray(document)) return { parts: document.map((item: unknown, index) => readingOf(item, [index])), faults: [] };
  const members = lists.filter((list) => isRecord(document) && Object.hasOwn(document, list));
  if (members.length === 0) return { parts: [readingOf(document, [])], faults: [] };
  const all = members.map((list) => listOf((document as Record<string, unknown>)[list], [list]));
  return { parts: all.flatMap(({ parts }) => parts), faults: all.flatMap(({ faults }) => faults) };
}

/** The records of a list. */
export function listOf(value: unknown, path: DocumentPath): Parts {
  if (Array.isArray(value)) return { parts: value.map((item: unknown, index) => readingOf(item, [...path, index])), faults: [] };
  const [placeholder] = (typeof value === 'string' && PLACEHOLDER.exec(value)) || [];
  const what = placeholder === undefined ? '' : ` Replace the placeholder ${shown(placeholder)} first.`;
  return { parts: [], faults: [{ path, message: value === undefined ? 'Is missing.' : `Must be a list, not ${kindOf(value)}.${what}` }] };
}

/** A record that has faults of its own, among them that it is none. */
export function readingOf(value: unknown, path: DocumentPath): Reading {
  if (isRecord(value)) return new Reading(value, path);
  return new Reading({}, path, [{ path, message: `Must be a record, not ${kindOf(value)}.` }]);
}
