import { addGiven } from '../text/given-texts.ts';
import type { Json } from '../text/json.ts';
import { DURATION_FORMS, formatDuration, parseDuration } from '../time/duration.ts';
import { misspelled } from './misspelled.ts';
import { ID_RULE, isId, type Range, wholeNumberRule, written } from './values.ts';

/** Where inputs come from. */
export interface InputSource {
  /** An input's text by its name in action.yml, without white space around it; empty when not given. */
  readonly input: (name: string) => string;
  /** The same with all its white space: a block of YAML needs the indentation of its first line. */
  readonly block: (name: string) => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Hides a text in all that is written from now on. */
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
 * Reads all inputs of an action.
 * @param read reads every input that the action has
 * @throws InputError with every problem; nothing has been sent then
 */
export async function readInputs<Config>(
  source: InputSource,
  read: (reader: InputReader) => Config | Promise<Config>,
): Promise<Config> {
  const reader = new InputReader(source);
  const config = await read(reader);
  reader.finish();
  return config;
}

/**
 * Turns the raw texts of inputs into values, and gathers what is wrong with them. A reading method always returns a
 * value, so that all other inputs are read too; `finish` throws when any of them found a problem.
 */
export class InputReader {
  readonly source: InputSource;
  readonly #problems: string[] = [];
  /** The names of the inputs that were read: all that the action has. */
  readonly #names = new Set<string>();

  constructor(source: InputSource) {
    this.source = source;
  }

  /**
   * Called when all inputs were read: a variable that is none of them but resembles one is a problem too.
   * @throws InputError with all problems found so far
   */
  finish(): void {
    const problems = [...this.#problems, ...misspelled(this.source.environment, [...this.#names])];
    if (problems.length > 0) throw new InputError(problems);
  }

  /** Notes that a value is wrong: the name of the input, what was given and what is allowed. */
  wrong(name: string, given: Json, allowed: string, longest = LONGEST_SHOWN): void {
    const text = written(given);
    const shown = text.length > longest ? 'the value (not shown)' : `"${text}"`;
    this.problem(`${name}: ${shown} is not allowed; give ${allowed}.`);
  }

  /** The same for a value that may hold a secret. */
  wrongSecretly(name: string, given: Json, allowed: string): void {
    this.wrong(name, given, allowed, LONGEST_HARMLESS);
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

  /** A text that is masked. */
  secret(name: string): string | undefined {
    const text = this.text(name);
    if (text !== undefined) this.source.mask(text);
    return text;
  }

  /** A text that must be given; empty when it is not. */
  required(name: string, what: string): string {
    const text = this.text(name);
    if (text === undefined) this.problem(`${name}: not given; it is required: ${what}.`);
    return text ?? '';
  }

  /** An id: it becomes a segment of a path. */
  id(name: string): string | undefined {
    const id = this.text(name);
    if (id !== undefined && !isId(id)) this.wrong(name, id, ID_RULE);
    return id;
  }

  requiredId(name: string, what: string): string {
    return this.id(name) ?? this.required(name, what);
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

  integer(name: string, range: Range, whenAbsent: number): number {
    const text = this.text(name);
    return text === undefined ? whenAbsent : (this.integerOf(name, text, range) ?? whenAbsent);
  }

  /** The integer that a text is; undefined when it is none, or out of the range. */
  integerOf(name: string, text: string, range: Range): number | undefined {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= range.minimum && value <= range.maximum) return value;
    this.wrong(name, text, wholeNumberRule(range));
    return undefined;
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
