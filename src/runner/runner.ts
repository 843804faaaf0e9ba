import { appendFileSync, statSync } from 'node:fs';
import * as core from '@actions/core';
import { markdownForms } from '../text/markdown.ts';
import { actionsLog, type Log } from './log.ts';

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

/**
 * The runner behind @actions/core. Secrets are taken out of all that is written, also as Markdown escapes them. file that is missing costs a debug line, never the step.
 */
export function actionsRunner(): Runner {
  const secrets = new Set<string>();
  const hide = (text: string) => {
    let hidden = text;
    const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
    for (const secret of longestFirst) hidden = hidden.replaceAll(secret, '***');
    return hidden;
  };
  const log = actionsLog(hide);
  const orDebug = (write: () => void) => {
    try {
      write();
    } catch (error) {
      log.debug(`could not write: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return {
    log,
    environment: process.env,
    input: (name) => core.getInput(name),
    mask: (secret) => {
      core.setSecret(secret);
      for (const form of markdownForms(secret)) secrets.add(form);
    },
    setOutput: (name, value) => orDebug(() => core.setOutput(name, hide(value))),
    saveState: (name, value) => orDebug(() => core.saveState(name, hide(value))),
    state: (name) => core.getState(name),
    appendSummary: (markdown) => orDebug(() => appendToSummary(hide(markdown))),
  };
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
