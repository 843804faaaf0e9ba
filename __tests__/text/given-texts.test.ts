import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodedForms } from '../../src/text/encoded-forms.ts';
import { addGiven, givenTexts, unchanged } from '../../src/text/given-texts.ts';
import { markdownBlock, markdownCode, markdownTable, markdownText } from '../../src/text/markdown.ts';
import {
  firstWords,
  oneLine,
  plainLine,
  plainLines,
  shortened,
  withoutFullStop,
} from '../../src/text/plain.ts';
import { partsShown, runnerMasker } from '../support/runner-masker.ts';
import { around, secret } from '../support/secrets.ts';
import { hostileText } from './hostile.ts';

afterEach(() => givenTexts.clear());

/** Each way in which a text is changed for showing, and several of them one after the other. */
const changes: Record<string, (text: string) => string> = {
  'a plain line': plainLine,
  'plain lines': (text) => plainLines(text).join('\n'),
  'a shortened text': (text) => shortened(text, 40),
  'a shortened line of Markdown': (text) => markdownText(shortened(text, 60)),
  'the first words': (text) => firstWords(text, 60),
  'a part of a sentence': withoutFullStop,
  'one line of several': (text) => shortened(oneLine(text), 300),
  'running text': markdownText,
  'inline code': markdownCode,
  'a cell': (text) => markdownTable(['a'], [[markdownCode(shortened(text, 500))]]),
  'a block': markdownBlock,
  'an annotation': (text) => shortened(plainLines(`${text}\nCause: the job.`).join('\n'), 200),
  'a line of a block': (text) => markdownBlock(shortened(plainLine(text), 500)),
};

/** Other texts, as they are and within a line of the log, and what begins a block: none of that is secret. */
const withItsLine = (...texts: readonly string[]) =>
  [...texts.flatMap((text) => [text, plainLine(`${text}.`)]), `${'`'.repeat(20)}text`].join('\n');

describe('a secret that is a part of what was given', () => {
  it.each(Object.entries(changes))('comes out of %s masked by the runner, or not at all', (_way, change) => {
    fc.assert(
      fc.property(secret, around, hostileText, hostileText, (hidden, [before, after], text, more) => {
        givenTexts.clear();
        const harmless = withItsLine(text, more);
        addGiven(`${before}${hidden}${after}`);
        for (const shown of [hidden, `${before}${hidden}${after}`]) {
          const written = runnerMasker(hidden)(change(`${text}${shown}${more}${shown}`));
          expect(partsShown(hidden, written, harmless)).toEqual([]);
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe('a secret that was given, in another form', () => {
  it.each(Object.entries(changes))('comes out of %s masked by the runner, or not at all', (_way, change) => {
    fc.assert(
      fc.property(secret, hostileText, hostileText, fc.nat(), (hidden, text, more, which) => {
        givenTexts.clear();
        const harmless = withItsLine(text, more);
        addGiven(hidden);
        const forms = encodedForms(hidden);
        const form = forms[which % forms.length] ?? '';
        const mask = runnerMasker(hidden);
        fc.pre(partsShown(form, mask(form)).length === 0);
        const written = mask(change(`${text} ${form} ${more}`));
        expect(partsShown(form, written, harmless)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a text that was given', () => {
  it('is found in time linear to the text, however often it stands there', () => {
    addGiven('https://example.com/path/');
    const page = Array.from({ length: 20_000 }, (_, at) => `<a href="https://example.com/path/${at}">\n`);
    const startMs = performance.now();
    expect(oneLine(page.join(''))).toHaveLength(page.join('').length - 1);
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });

  it.each([
    ['a plain line', 'no such table: sales_raw', plainLine, 'no such table: sales_raw'],
    ['running text', 'no such table: sales_raw', markdownText, 'no such table: `sales_raw`'],
    ['running text, with a pipe', 'no table a|b_c|d_e', markdownText, 'no table `***`'],
    ['inline code', 'a|b_c|d_e', markdownCode, '<code>&#42;&#42;&#42;</code>'],
    [
      'a text that is cut behind it',
      'sales_raw is missing',
      (text: string) => shortened(text, 12),
      'sales_raw i…',
    ],
    ['a text that is cut within it', 'no sales_raw', (text: string) => shortened(text, 8), 'no ***'],
    ['a line of its own', 'x sales\traw y', plainLine, 'x *** y'],
  ])('stands in %s unchanged, or as ***', (_way, text, change, shown) => {
    for (const given of ['sales_raw', 'a|b_c|d_e', 'sales\traw']) addGiven(given);
    expect(change(text)).toBe(shown);
  });

  it('under 7 characters is a word like any other', () => {
    addGiven('a_b|_');
    expect(markdownText('a_b|_')).toBe('a\\_b\\|\\_');
  });

  it('is hidden only where it was changed', () => {
    addGiven('::sales_raw');
    expect(plainLine('::sales_raw and ::sales_raw')).toBe('*** and ***');
    expect(plainLine('all of ::sales_raw')).toBe('all of ::sales_raw');
  });
});

describe('what nobody gave', () => {
  it('is changed as always', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(unchanged(text, (given) => given.toUpperCase())).toBe(text.toUpperCase());
      }),
    );
  });
});
