import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readParameters } from '../../src/inputs/job-condition.ts';
import { problemsOf, sourceOf } from '../support/inputs.ts';

async function arriving(parameters: string) {
  const { reader } = sourceOf({ parameters });
  const value = await readParameters(reader);
  return { value: value ?? {}, problems: await problemsOf(() => reader.finish()) };
}

/** What YAML takes for a plain value: no character that has a meaning at its place. */
const isPlain = (text: string) =>
  /^[^\p{Cc}\p{Zl}\p{Zp}\ufeff]+$/u.test(text) &&
  /^(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|[-?:](?=[^\s,[\]{}]))/.test(text) &&
  !/:(\s|$)|\s#|\s$|^---|^\.\.\./.test(text);
const isPrintable = (text: string) => /^[^\p{Cc}\p{Zl}\p{Zp}\ufeff\ufffe\uffff]*$/u.test(text);

type Style = 'plain' | 'single' | 'double' | 'block';

/** How a careful person writes a value: each style only where it holds the text exactly. */
function written(text: string, style: Style, indent: string): string {
  if (style === 'plain' && isPlain(text)) return text;
  if (style === 'single' && isPrintable(text)) return `'${text.replaceAll("'", "''")}'`;
  const lines = text.replace(/\n$/, '').split('\n');
  if (style === 'block' && lines.every(isPrintable) && /\S/.test(text)) {
    const hint = /^\s/.test(text) ? '2' : '';
    const chomp = !text.endsWith('\n') ? '-' : text.endsWith('\n\n') ? '+' : '';
    return `|${hint}${chomp}\n${lines.map((line) => (line === '' ? '' : `${indent}  ${line}`)).join('\n')}`;
  }
  return JSON.stringify(text);
}

const style = fc.constantFrom<Style>('plain', 'single', 'double', 'block');
const meaningful = fc.constantFrom(
  ...[
    '1.10',
    '00123',
    '2025-03-21',
    'yes',
    'null',
    '~',
    '0x1F',
    '.inf',
    '1e3',
    '12:30',
    'on',
    '',
    ' ',
    '!4wO8I',
  ],
  ...[
    '&a b',
    '*x',
    '{date}',
    '[a]',
    '- a',
    '# a',
    'a: b',
    'a #b',
    '@x',
    '`x',
    '%x',
    '<<',
    "it's",
    '"q"',
    '\\n',
  ],
  ...[
    'a\nb',
    'a\n',
    'a\n\n',
    '  a\nb',
    '\ta',
    'a\tb',
    '---',
    '...',
    '|',
    '>',
    '?',
    ':',
    '-',
    '매출',
    '\u2028',
    '\ufeff',
  ],
);
const text = fc.oneof(
  meaningful,
  fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 10 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.array(meaningful, { maxLength: 4 }).map((parts) => parts.join(' ')),
  fc
    .array(fc.string({ unit: 'grapheme-ascii', maxLength: 8 }), { maxLength: 5 })
    .map((lines) => lines.join('\n')),
);
const name = fc.oneof(fc.stringMatching(/^\$?[a-z_][a-z0-9_.]{0,12}$/), text);

describe('a mapping of texts', () => {
  it('written carefully in YAML, indented by any amount, arrives as exactly these texts', async () => {
    const entry = fc.tuple(name, text, style, style);
    const entries = fc.uniqueArray(entry, { minLength: 1, maxLength: 6, selector: ([key]) => key });
    await fc.assert(
      fc.asyncProperty(entries, fc.nat(9), fc.nat(2), async (given, indentation, blankLines) => {
        const indent = ' '.repeat(indentation);
        const lines = given.map(([key, value, keyStyle, valueStyle]) => {
          const keyText = written(key, keyStyle === 'block' || key === '<<' ? 'double' : keyStyle, indent);
          return `${indent}${keyText}: ${written(value, valueStyle, indent)}\n`;
        });
        const { value, problems } = await arriving('\n'.repeat(blankLines) + lines.join(''));
        expect(problems).toEqual([]);
        expect(value).toEqual(Object.fromEntries(given.map(([key, wanted]) => [key, wanted])));
      }),
      { numRuns: 3000 },
    );
  });

  it('written in JSON arrives as exactly these texts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, text), fc.nat(4), async (given, indent) => {
        expect(await arriving(JSON.stringify(given, null, indent))).toEqual({
          value: { ...given },
          problems: [],
        });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a value of one line that is pasted without quotes', () => {
  it('arrives as it is, or is refused with its line', async () => {
    // Quotes, brackets, block marks and comments are YAML that whoever writes them means.
    const pasted = fc
      .oneof(
        meaningful,
        fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
        fc.string({ unit: 'grapheme' }),
      )
      .map((each) => each.trim())
      .filter((each) => !/^["'[{|>#]|[\n\r]|\s#|^[-?]\s/.test(each));
    await fc.assert(
      fc.asyncProperty(pasted, async (value) => {
        const { value: arrived, problems } = await arriving(`first: a\n$pw: ${value}\nlast: b\n`);
        if (problems.length === 0) expect(arrived).toEqual({ first: 'a', $pw: value, last: 'b' });
        // What is never closed is noticed at the end of the text.
        else expect(problems.join('\n')).toMatch(/^parameters: line [234]: /);
      }),
      { numRuns: 3000 },
    );
  });
});
