import { randomUUID } from 'node:crypto';
import { firstWords, plainLine, plainLines } from '../text/plain.ts';
import * as core from './toolkit.ts';

/**
 * What a person reads. Whatever is passed in is made harmless here, by `text/plain.ts`: no text can act as a command.
 */
export interface Log {
  info(line: string): void;
  /** Shown only with step debugging on. */
  debug(line: string): void;
  /** One warning annotation. */
  warning(text: string): void;
  /** One error annotation. */
  error(title: string, text: string): void;
  /** Text from outside, folded away under a title. */
  group(title: string, lines: readonly string[]): void;
}

/** What the runner keeps of an annotation. */
const LONGEST_ANNOTATION = 4096;

/** @param hide takes the keys out of a text */
export function actionsLog(hide: (text: string) => string): Log {
  const safe = (text: string) => hide(plainLines(text).join('\n'));
  return {
    info: (line) => core.info(hide(plainLine(line))),
    debug: (line) => core.debug(hide(plainLine(line))),
    warning: (text) => core.warning(firstWords(safe(text), LONGEST_ANNOTATION)),
    error: (title, text) =>
      core.error(firstWords(safe(text), LONGEST_ANNOTATION), { title: hide(plainLine(title)) }),
    group: (title, lines) => {
      core.startGroup(hide(plainLine(title)));
      const token = randomUUID();
      core.info(`::stop-commands::${token}`);
      for (const line of lines) core.info(hide(plainLine(line)));
      core.info(`::${token}::`);
      core.endGroup();
    },
  };
}
