/** The licences of the packages whose code is in a bundle, which their authors want to go with it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BundledModule } from './bundle-contents.ts';

/** Name, licence and its texts, package after package. ncc's own list lacks the modules of the first chunk. */
export function licencesOf(modules: readonly BundledModule[]): string {
  const folders = Map.groupBy(modules, ({ packageFolder }) => packageFolder);
  return [...folders]
    .flatMap(([folder, inside]) => (folder === undefined ? [] : [entryOf(folder, inside)]))
    .sort()
    .join('\n');
}

function entryOf(folder: string, modules: readonly BundledModule[]): string {
  const { name, license }: { name: string; license: string } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const texts = [...new Set([folder, ...modules.map(({ file }) => dirname(file))])].flatMap(licenceTexts);
  if (texts.length === 0) throw new Error(`${name} comes without the text of its licence`);
  return `${[name, license, ...texts].join('\n')}\n`;
}

/** Code that a package has taken over has its licence beside it. */
function licenceTexts(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|notice)(\.\w+)?$/i.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trimEnd());
}
