/** The account that owns this repository on GitHub: a setting in package.json, and its name in all other files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What GitHub allows as the name of a user or an organisation. */
const OWNER = /^[a-z\d](?:-?[a-z\d]){0,38}$/i;

/** The repository's name, whoever owns it. */
export const REPOSITORY_NAME = 'data-flow-action';

/** The owner that package.json names. */
export function ownerOf(root: string): string {
  const { config } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    config: { owner: string };
  };
  return config.owner;
}

/** Whether GitHub would take this as the name of an account. */
export function isOwner(name: string): boolean {
  return OWNER.test(name);
}

/**
 * A text of the repository with another owner: in `owner/data-flow-action`, in the team `@owner/data-flow` and in
 * the setting of package.json. A longer name that ends with the old one stays.
 */
export function withOwner(text: string, from: string, to: string): string {
  return text
    .replaceAll(new RegExp(`(?<![\\w.-])${from}(?=/data-flow)`, 'g'), () => to)
    .replaceAll(`"owner": "${from}"`, () => `"owner": "${to}"`);
}
