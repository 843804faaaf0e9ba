import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { actionFolders } from '../../scripts/workflow-sources.ts';
import { PAGES, prose, ROOT, read } from './pages.ts';

/** Words that readers stumble on, whose English is a second language, and what to write. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/\bwhose fault\b/i, 'the cause'],
  [/\bwhat next\b/i, 'next step'],
  [/\b(green|red)\b/i, 'succeeded, failed'],
  [/\b(an|the) answers?\b/i, 'response'],
  [/\bthe pages\b/i, 'API documentation'],
  [/\bunless given\b/i, 'default'],
  [/\b(belongs deleted|mend(s|ed)?)\b/i, 'delete, fix'],
];

/** What to write instead, for each of these words in a text. Code is left out. */
function wordsIn(text: string): string[] {
  const words = text.replaceAll(/`[^`\n]*`/g, '');
  return INSTEAD.flatMap(([word, instead]) => {
    const [found] = word.exec(words) ?? [];
    return found ? [`"${found}": write ${instead}`] : [];
  });
}

/** The texts of inputs and outputs. */
function descriptionsIn(folder: string): string {
  const { inputs, outputs } = parse(read(join(folder, 'action.yml'))) as Record<
    'inputs' | 'outputs',
    Record<string, { readonly description: string }>
  >;
  return Object.values({ ...inputs, ...outputs })
    .map(({ description }) => description)
    .join('\n');
}

describe('plain words', () => {
  it.each(PAGES.filter((page) => !page.endsWith('.ko.md')))('are in %s', (page) => {
    expect(wordsIn(prose(page))).toEqual([]);
  });

  it.each(actionFolders(ROOT))('are in the descriptions of %s/action.yml', (folder) => {
    expect(wordsIn(descriptionsIn(folder))).toEqual([]);
  });

  it('that are wrong are found', () => {
    expect(wordsIn('The step is green.\nSee the pages.')).toHaveLength(2);
    expect(wordsIn('`the answer` is code; covered is no colour')).toEqual([]);
  });
});
