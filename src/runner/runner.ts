import { appendFileSync, statSync } from 'node:fs';
import { markdownForms } from '../text/markdown.ts';
import { actionsLog, type Log } from './log.ts';
import * as core from './toolkit.ts';

/** The runner as an action meets it: inputs in, log, outputs, state and summary out. */
export interface Runner {
  readonly log: Log;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** An input's text by its name in action.yml; empty when not given. */
  readonly input: (name: string) => string;
  /** Hides a secret in everything that is written from now on, by the runner and by this process itself. */
  readonly mask: (secret: string) => void;
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
 * The runner behind @actions/core. Secrets are taken out of all that is written, in every form they take there. A
 * file that cannot be written costs one warning, never the step.
 */
export function actionsRunner(): Runner {
  // A reader that has gone must not end what is under way.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const secrets = new Set<string>();
  const hide = (text: string) => {
    let hidden = text;
    const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
    for (const secret of longestFirst) hidden = withoutCutSecret(hidden.replaceAll(secret, '***'), secret);
    return hidden;
  };
  const log = actionsLog(hide);
  let hasWarned = false;
  const orWarn = (file: keyof typeof FILES, write: () => void) => {
    try {
      write();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!hasWarned) log.warning(`${file} could not be written: ${why}. ${FILES[file]}`);
      hasWarned = true;
    }
  };
  return {
    log,
    environment: process.env,
    input: (name) => core.getInput(name),
    mask: (secret) => {
      core.setSecret(secret);
      for (const form of [...markdownForms(secret), JSON.stringify(secret).slice(1, -1)]) secrets.add(form);
    },
    setOutput: (name, value) => orWarn('GITHUB_OUTPUT', () => core.setOutput(name, hide(value))),
    saveState: (name, value) => orWarn('GITHUB_STATE', () => core.saveState(name, hide(value))),
    state: (name) => core.getState(name),
    appendSummary: (markdown) => orWarn('GITHUB_STEP_SUMMARY', () => appendToSummary(hide(markdown))),
  };
}

const SHORTEST_CUT = 6;

/** A text that was shortened may end in the beginning of a secret. */
function withoutCutSecret(text: string, secret: string): string {
  let hidden = text;
  for (let length = secret.length - 1; length >= SHORTEST_CUT && hidden.includes('…'); length -= 1) {
    hidden = hidden.replaceAll(`${secret.slice(0, length)}…`, '***…');
  }
  return hidden;
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
