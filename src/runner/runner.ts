import { appendFileSync, statSync, truncateSync } from 'node:fs';
import { unchanged } from '../text/given-texts.ts';
import { HiddenKeys } from './hidden-keys.ts';
import { actionsLog, type Log } from './log.ts';
import * as core from './toolkit.ts';

/** The runner as an action meets it: inputs in, log, outputs, state and summary out. */
export interface Runner {
  readonly log: Log;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** An input's text by its name in action.yml, without white space around it; empty when not given. */
  readonly input: (name: string) => string;
  /** The same with all its white space. */
  readonly block: (name: string) => string;
  /** Hides a secret in everything that is written from now on, by the runner and by this process itself. */
  readonly mask: (secret: string) => void;
  /** One warning annotation. */
  readonly warn: (text: string) => void;
  readonly setOutput: (name: string, value: string) => void;
  /** Kept for the post step, even when this process is killed right after. */
  readonly saveState: (name: string, value: string) => void;
  readonly state: (name: string) => string;
  /** Adds Markdown to the job's summary. */
  readonly appendSummary: (markdown: string) => void;
}

/** The runner drops a step's whole summary when it is larger. */
const LARGEST_SUMMARY_BYTES = 1024 * 1024;
const CUT_NOTE = '\n\n_(cut: the summary of a step holds 1 MiB)_\n';

/** The files through which a step gives its results to the runner, and what is lost with each. */
const FILES = {
  GITHUB_OUTPUT: 'Outputs of this step may be missing.',
  GITHUB_STATE: 'After a cancel the post step may not find the execution.',
  GITHUB_STEP_SUMMARY: 'The summary may be missing.',
} as const;

/**
 * The runner behind @actions/core. The keys are taken out of all that is written, in every form they take there. A
 * file that cannot be written costs one warning, never the step.
 */
export function actionsRunner(): Runner {
  // A reader that has gone must not end what is under way.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const keys = new HiddenKeys();
  const hide = (text: string) => unchanged(text, (given) => keys.hiddenIn(given));
  const log = actionsLog(hide);
  let hasWarned = false;
  const orWarn = (file: keyof typeof FILES, write: () => void) => {
    const path = process.env[file] ?? '';
    const bytes = sizeOf(path);
    try {
      write();
    } catch (error) {
      // The runner fails a step for half an entry.
      if (bytes !== undefined) cutTo(path, bytes);
      const why = error instanceof Error ? error.message : String(error);
      if (!hasWarned) log.warning(`${file} could not be written: ${why}. ${FILES[file]}`);
      hasWarned = true;
    }
  };
  return {
    log,
    environment: process.env,
    input: (name) => core.getInput(name),
    block: (name) => core.getInput(name, { trimWhitespace: false }),
    warn: (text) => log.warning(text),
    mask: (secret) => {
      core.setSecret(secret);
      keys.add(secret);
    },
    setOutput: (name, value) => orWarn('GITHUB_OUTPUT', () => core.setOutput(name, keys.hiddenIn(value))),
    saveState: (name, value) => orWarn('GITHUB_STATE', () => core.saveState(name, keys.hiddenIn(value))),
    state: (name) => core.getState(name),
    appendSummary: (markdown) => orWarn('GITHUB_STEP_SUMMARY', () => appendToSummary(hide(markdown))),
  };
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

function cutTo(path: string, bytes: number): void {
  try {
    truncateSync(path, bytes);
  } catch {
    // Nothing of it was written then.
  }
}

function appendToSummary(markdown: string): void {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  if (!file) return;
  const leftBytes = LARGEST_SUMMARY_BYTES - statSync(file).size;
  const bytes = Buffer.from(`${markdown}\n`, 'utf8');
  if (bytes.length <= leftBytes) appendFileSync(file, bytes);
  else if (leftBytes > CUT_NOTE.length)
    appendFileSync(file, wholeLines(bytes, leftBytes - CUT_NOTE.length) + CUT_NOTE);
}

function wholeLines(bytes: Buffer, count: number): string {
  const cut = bytes.subarray(0, Math.max(count, 0));
  return cut.subarray(0, Math.max(cut.lastIndexOf('\n'), 0)).toString('utf8');
}
