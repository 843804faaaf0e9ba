import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HiddenKeys } from '../../src/runner/hidden-keys.ts';
import { markdownCode, markdownText } from '../../src/text/markdown.ts';
import { partsShown } from '../support/runner-masker.ts';

function hiding(...keys: string[]) {
  const hidden = new HiddenKeys();
  for (const key of keys) hidden.add(key);
  return (text: string) => hidden.hiddenIn(text);
}

/** What a key can be: printable ASCII. */
const key = fc
  .array(fc.constantFrom(...'ABCDEFGHKLMNPQRSTUVWXYZ0123456789abcdefgh+/=_-|`&<"\''.split('')), {
    minLength: 8,
    maxLength: 40,
  })
  .map((characters) => characters.join(''));

const forms: Record<string, (key: string) => string> = {
  'as it is': (text) => text,
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  'an address': (text) => encodeURIComponent(text),
  'a stricter address': (text) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
  XML: (text) =>
    text.replace(
      /[&<>"']/g,
      (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' })[c] ?? c,
    ),
  Markdown: (text) => markdownText(`key ${text}`).slice('key '.length).replace(/^`|`$/g, ''),
  'inline code': (text) => markdownCode(text).replace(/^(<code>|`+ ?)|(<\/code>| ?`+)$/g, ''),
};

describe('a key', () => {
  it.each(Object.entries(forms))('is hidden whole and cut, written as %s', (_form, write) => {
    fc.assert(
      fc.property(key, fc.nat(), fc.nat(), (secret, from, length) => {
        const hide = hiding(secret);
        const whole = write(secret);
        const start = from % whole.length;
        for (const text of [whole, `a ${whole} b`, whole.slice(start), whole.slice(start, start + length)]) {
          const shown = hide(text);
          expect(partsShown(write(secret), shown)).toEqual([]);
          expect(partsShown(secret, shown)).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is hidden in Base64, whatever stands before and behind it', () => {
    fc.assert(
      fc.property(key, fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (secret, before, after) => {
        const encoded = Buffer.from(before + secret + after).toString('base64');
        const left = hiding(secret)(encoded)
          .split('***')
          .map((part) => part.length);
        const edges = Buffer.byteLength(before + after) * (4 / 3) + 8;
        expect(left.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(edges);
      }),
      { numRuns: 1000 },
    );
  });

  it('of few characters is hidden where it stands alone, and hides no part of a word', () => {
    const hide = hiding('abc', 's', '+');
    expect(hide('an abc, abcd YWJj success "s" 1+1 +')).toBe('an ***, abcd YWJj success "***" 1+1 ***');
  });

  it('leaves all other text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(hiding('KEY-0123456789')(text)).toBe(text);
      }),
    );
  });
});
