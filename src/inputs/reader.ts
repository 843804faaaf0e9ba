import { addGiven } from '../text/given-texts.ts';
import { isJsonObject, type Json, stringifyJson } from '../text/json.ts';
import { DURATION_FORMS, formatDuration, parseDuration } from '../time/duration.ts';
import { misspelled } from './misspelled.ts';

/** Where inputs come from. */
export interface InputSource {
  /** An input's text by its name in action.yml, without white space around it; empty when not given. */
  readonly input: (name: string) => string;
  /** The same with all its white space: a block of YAML needs the indentation of its first line. */
  readonly block: (name: string) => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Hides a text in everything that is written from now on. */
  readonly mask: (secret: string) => void;
  /** One warning for the user. */
  readonly warn: (text: string) => void;
}

/** The inputs are wrong. Holds every problem, so that one run is enough to fix them all. */
export class InputError extends Error {
  override name = 'InputError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** A wrong value is repeated in an error whole, or not at all: a part of a secret is not masked by the runner. */
const LONGEST_SHOWN = 80;
/** What may hold a secret (`parameters`, `jobCondition`, a definition) is repeated only when it is too short for one. */
const LONGEST_HARMLESS = 6;

/**
 * Turns the raw texts of inputs into values, and gathers what is wrong with them. A reading method always
 * returns something to go on with; `finish` throws when any of them met a problem.
 */
export class InputReader {
  readonly source: InputSource;
  readonly #problems: string[] = [];
  /** The inputs that were asked for: those that the action has. */
  readonly #names = new Set<string>();

  constructor(source: InputSource) {
    this.source = source;
  }

  /**
   * To be called when all inputs were read: a variable that is none of them but looks like one is a problem too.
   * @throws InputError with all problems met so far
   */
  finish(): void {
    const problems = [...this.#problems, ...misspelled(this.source.environment, [...this.#names])];
    if (problems.length > 0) throw new InputError(problems);
  }

  /** Notes that an input is wrong: its name, what was given and what is allowed. */
  wrong(name: string, given: string, allowed: string): void {
    this.#wrong(name, given, allowed, LONGEST_SHOWN);
  }

  /** The same for what may hold a secret. */
  wrongSecretly(name: string, given: string, allowed: string): void {
    this.#wrong(name, given, allowed, LONGEST_HARMLESS);
  }

  #wrong(name: string, given: string, allowed: string, longest: number): void {
    const shown = given.length > longest ? 'the value (not shown)' : `"${given}"`;
    this.#problems.push(`${name}: ${shown} is not allowed; give ${allowed}.`);
  }

  /** Notes a problem that is not about one value. */
  problem(text: string): void {
    this.#problems.push(text);
  }

  text(name: string): string | undefined {
    const text = this.#given(name, this.source.input).trim();
    return text === '' ? undefined : text;
  }

  /** A text of several lines, with the indentation of its first one. */
  block(name: string): string | undefined {
    const text = this.#given(name, this.source.block);
    return text.trim() === '' ? undefined : text;
  }

  #given(name: string, input: InputSource['input']): string {
    this.#names.add(name);
    const text = input(name);
    addGiven(text);
    return text;
  }

  /** Notes what was given in another way than as a text, so that it is shown unchanged or not at all. */
  protect(value: Json): void {
    if (Array.isArray(value)) for (const item of value) this.protect(item);
    else if (isJsonObject(value)) for (const item of Object.values(value)) this.protect(item);
    else if (value !== undefined) addGiven(typeof value === 'string' ? value : stringifyJson(value));
  }

  /** A text that nobody may see. */
  secret(name: string): string | undefined {
    const text = this.text(name);
    if (text !== undefined) this.source.mask(text);
    return text;
  }

  /** A text that has to be given. */
  required(name: string, what: string): string {
    const text = this.text(name);
    if (text === undefined) this.notGiven(name, what);
    return text ?? '';
  }

  notGiven(name: string, what: string): void {
    this.problem(`${name}: not given; it is required: ${what}.`);
  }

  /** An id: it becomes a segment of a path. */
  id(name: string): string | undefined {
    const id = this.text(name);
    if (id !== undefined && (/[\s\p{Cc}]/u.test(id) || id === '.' || id === '..')) {
      this.wrong(name, id, 'an id without white space, as the Data Flow console shows it');
    }
    return id;
  }

  yesNo(name: string, whenAbsent: boolean): boolean {
    return this.choice(name, ['true', 'false'], String(whenAbsent) as 'true' | 'false') === 'true';
  }

  choice<T extends string, D extends T | undefined>(
    name: string,
    allowed: readonly T[],
    whenAbsent: D,
  ): T | D {
    const text = this.text(name);
    if (text === undefined) return whenAbsent;
    const found = allowed.find((value) => value === text.toLowerCase());
    if (found === undefined) this.wrong(name, text, `one of ${allowed.join(', ')}`);
    return found ?? whenAbsent;
  }

  integer(name: string, range: { minimum: number; maximum: number }, whenAbsent: number): number {
    const text = this.text(name);
    if (text === undefined) return whenAbsent;
    const value = Number(text);
    const allowed = /^\d+$/.test(text) && value >= range.minimum && value <= range.maximum;
    if (!allowed) this.wrong(name, text, `a whole number from ${range.minimum} to ${range.maximum}`);
    return allowed ? value : whenAbsent;
  }

  /** @returns milliseconds */
  durationMs(name: string, minimumMs: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const ms = parseDuration(text);
    if (ms !== undefined && ms >= minimumMs) return ms;
    this.wrong(
      name,
      text,
      `${DURATION_FORMS}, at least ${minimumMs < 1000 ? `${minimumMs}ms` : formatDuration(minimumMs)}`,
    );
    return undefined;
  }
}
