import { DURATION_FORMS, formatDuration, parseDuration } from '../time/duration.ts';

/** Where inputs come from. */
export interface InputSource {
  /** An input's text by its name in action.yml; empty when not given. */
  readonly input: (name: string) => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Hides a text in everything that is written from now on. */
  readonly mask: (secret: string) => void;
}

/** The inputs are wrong. Holds every problem, so that one run is enough to mend them all. */
export class InputError extends Error {
  override name = 'InputError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** How much of a wrong value is repeated in an error. */
const SHOWN_CHARACTERS = 80;

/**
 * Turns the raw texts of inputs into values, and gathers what is wrong with them. A reading method always
 * returns something to go on with; `finish` throws when any of them met a problem.
 */
export class InputReader {
  readonly source: InputSource;
  readonly #problems: string[] = [];

  constructor(source: InputSource) {
    this.source = source;
  }

  /** @throws InputError with all problems met so far */
  finish(): void {
    if (this.#problems.length > 0) throw new InputError(this.#problems);
  }

  /** Notes that an input is wrong: its name, what was given and what is allowed. */
  wrong(name: string, given: string, allowed: string): void {
    const shown = given.length > SHOWN_CHARACTERS ? `${given.slice(0, SHOWN_CHARACTERS)}…` : given;
    this.#problems.push(`${name}: "${shown}" is not allowed; give ${allowed}.`);
  }

  /** Notes a problem that is not about one value. */
  problem(text: string): void {
    this.#problems.push(text);
  }

  text(name: string): string | undefined {
    const text = this.source.input(name).trim();
    return text === '' ? undefined : text;
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
    if (text === undefined) this.problem(`${name}: not given; it is required: ${what}.`);
    return text ?? '';
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
