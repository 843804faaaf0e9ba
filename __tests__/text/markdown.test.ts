import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { markdownBlock, markdownCode, markdownTable, markdownText } from '../../src/text/markdown.ts';
import { plainLine, plainLines } from '../../src/text/plain.ts';
import { hostileText } from './hostile.ts';

/** A piece of parsed Markdown, as markdown-it gives it. */
interface Token {
  readonly type: string;
  readonly content: string;
  readonly info: string;
  readonly children: Token[] | null;
}

// It has no types of its own.
const MarkdownIt = createRequire(import.meta.url)('markdown-it') as new (options: {
  html: boolean;
}) => {
  parse(markdown: string, environment: object): Token[];
};
/** CommonMark with tables and strikethrough; HTML is let through, so that it can be seen. */
const renderer = new MarkdownIt({ html: true });
const RUNS = { numRuns: 2000 };
const PARAGRAPH = ['paragraph_open', 'inline', 'text', 'text_special', 'paragraph_close'];

function tokensOf(markdown: string): Token[] {
  return renderer.parse(markdown, {}).flatMap((token) => [token, ...(token.children ?? [])]);
}

const typesOf = (markdown: string) => tokensOf(markdown).map(({ type }) => type);

/** What GitHub makes links of by itself, by the rule of its Markdown: at a beginning, or behind one of `*_~(`. */
const autolink = /(?:^|[\s*_~(])www\.|(?:https?|ftp):\/\//i;

/** What a person sees of running text. */
function shownOf(markdown: string): string {
  return tokensOf(markdown)
    .filter(({ type }) => type !== 'inline')
    .map(({ content }) => content)
    .join('');
}

/** Markdown takes white space at the edges away. */
const comparable = (text: string) => plainLine(text).trim();

describe('running text', () => {
  it('is one paragraph of text and inline code, and nothing else', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const types = new Set(typesOf(markdownText(text)));
        for (const type of [...PARAGRAPH, 'code_inline']) types.delete(type);
        expect([...types]).toEqual([]);
      }),
      RUNS,
    );
  });

  it('shows exactly the plain line', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(shownOf(markdownText(text)).trim()).toBe(comparable(text));
      }),
      RUNS,
    );
  });

  it('holds no tag, no link that GitHub would find by itself, and no formula', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const markdown = markdownText(text).replace(/(?<!\\)`[^`]*`/g, '``');
        expect(markdown).not.toMatch(/[<>$]/);
        expect(markdown).not.toMatch(autolink);
      }),
      RUNS,
    );
  });

  it('leaves each word as it is, but those with a backtick or a bar', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const markdown = markdownText(text);
        for (const word of comparable(text).split(/\s+/))
          if (!/[`|]/.test(word)) expect(markdown).toContain(word);
      }),
      RUNS,
    );
  });

  it.each([
    ['job "sales" COMPLETED.', 'job "sales" COMPLETED.'],
    ['password=a_b c*d is wrong', '`password=a_b c*d` is wrong'],
    ['- a_b `c_d`', '`- a_b` \\`c\\_d\\`'],
    ['1. at http://x.example', '`1.` at `http://x.example`'],
  ])('of %j is %j', (text, markdown) => {
    expect(markdownText(text)).toBe(markdown);
  });

  it('stays in its paragraph behind other text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const types = typesOf(`before\n\nReason: ${markdownText(text)}\n\nafter`);
        expect(types.filter((type) => type === 'paragraph_open')).toHaveLength(3);
        expect(types.filter((type) => type.endsWith('_open') && type !== 'paragraph_open')).toEqual([]);
      }),
      RUNS,
    );
  });
});

describe('inline code', () => {
  it('shows exactly the plain line, in a code span or between two code tags', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const tokens = tokensOf(markdownCode(text)).filter(
          ({ type }) => !['paragraph_open', 'paragraph_close', 'inline'].includes(type),
        );
        const isTagged = tokens[0]?.type === 'html_inline';
        const inner = isTagged ? tokens.slice(1, -1) : tokens;
        if (isTagged) {
          expect([tokens[0]?.content, tokens.at(-1)?.content]).toEqual(['<code>', '</code>']);
          for (const { type } of inner) expect(['text', 'text_special']).toContain(type);
        } else {
          expect(inner.every(({ type }) => type === 'code_inline')).toBe(true);
        }
        expect(
          inner
            .map(({ content }) => content)
            .join('')
            .trim(),
        ).toBe(comparable(text));
      }),
      RUNS,
    );
  });
});

describe('a block', () => {
  it('shows every line as it is, and none can close it', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const tokens = tokensOf(`before\n\n${markdownBlock(text)}\n\nafter`);
        expect(tokens.map(({ type }) => type)).toEqual([
          ...['paragraph_open', 'inline', 'text', 'paragraph_close'],
          'fence',
          ...['paragraph_open', 'inline', 'text', 'paragraph_close'],
        ]);
        const fence = tokens.find(({ type }) => type === 'fence');
        expect(fence?.info).toBe('text');
        expect(fence?.content).toBe(`${plainLines(text).join('\n')}\n`);
      }),
      RUNS,
    );
  });

  it('takes a log with very many backticks', () => {
    expect(markdownBlock('` '.repeat(400_000))).toMatch(/^```text\n/);
  });
});

describe('a table', () => {
  const cell = fc.oneof(hostileText.map(markdownText), hostileText.map(markdownCode));

  it('has as many rows and cells as it was given', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 4 }), (rows) => {
        const types = typesOf(`before\n\n${markdownTable(['a', 'b', 'c'], rows)}\n\nafter`);
        const count = (type: string) => types.filter((each) => each === type).length;
        expect([count('table_open'), count('tr_open'), count('td_open')]).toEqual([
          1,
          rows.length + 1,
          rows.length * 3,
        ]);
        expect(count('paragraph_open')).toBe(2);
        for (const type of ['link_open', 'image', 'html_block', 'fence', 'code_block', 'heading_open'])
          expect(count(type)).toBe(0);
      }),
      RUNS,
    );
  });

  it('has its cells bounded for a reader that takes backslashes in pairs, as GitHub does', () => {
    fc.assert(
      fc.property(cell, cell, (one, two) => {
        const [, , row = ''] = markdownTable(['a', 'b'], [[one, two]]).split('\n');
        expect(row.replace(/\\[!-/:-@[-`{-~]/g, '').match(/\|/g)).toHaveLength(3);
      }),
      RUNS,
    );
  });
});
