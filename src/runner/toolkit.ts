/**
 * What is used of @actions/core and @actions/github, imported by its path. Their index modules also load OIDC, octokit
 * and two more HTTP stacks, which doubles both the download and the time to the first request. The functions have the
 * names and the meaning that they have in @actions/core.
 */
import { EOL } from 'node:os';
import { type CommandProperties, issue, issueCommand } from '../../node_modules/@actions/core/lib/command.js';
import {
  issueFileCommand,
  prepareKeyValueMessage,
} from '../../node_modules/@actions/core/lib/file-command.js';

export { Context } from '../../node_modules/@actions/github/lib/context.js';

/** An input's text by its name in action.yml, by default without white space around it; empty when not given. */
export function getInput(name: string, { trimWhitespace = true } = {}): string {
  const text = process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '';
  return trimWhitespace ? text.trim() : text;
}

/** Has the runner hide a text in the log from now on. */
export function setSecret(secret: string): void {
  issueCommand('add-mask', {}, secret);
}

export function info(line: string): void {
  process.stdout.write(line + EOL);
}

/** Shown only with step debugging on. */
export function debug(line: string): void {
  issueCommand('debug', {}, line);
}

export function warning(text: string): void {
  issueCommand('warning', {}, text);
}

export function error(text: string, properties: CommandProperties): void {
  issueCommand('error', properties, text);
}

export function startGroup(title: string): void {
  issue('group', title);
}

export function endGroup(): void {
  issue('endgroup');
}

export function setOutput(name: string, value: string): void {
  if (process.env['GITHUB_OUTPUT']) return issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
  // Older runners and local tools read the command from the log.
  process.stdout.write(EOL);
  issueCommand('set-output', { name }, value);
}

/** What the post step gets. */
export function saveState(name: string, value: string): void {
  if (process.env['GITHUB_STATE']) return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
  issueCommand('save-state', { name }, value);
}

export function getState(name: string): string {
  return process.env[`STATE_${name}`] ?? '';
}
