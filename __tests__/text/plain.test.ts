import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readLog } from '../../simulator/workflow-commands.ts';
import { firstWords, plainLine, plainLines, shortened } from '../../src/text/plain.ts';
import { hostileText } from './hostile.ts';

const RUNS = { numRuns: 3000 };
/** What .NET passes over when it compares texts by the rules of a language, as the runner does. */
const passedOver = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}]/gu;

describe('a plain line', () => {
  it('is no command for the runner, nor with what .NET passes over left out', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = plainLine(text);
        expect(readLog(line).commands).toEqual([]);
        expect(readLog(line.replace(passedOver, '')).commands).toEqual([]);
        expect(line).not.toContain('##[');
        expect(line).not.toMatch(/^[\s\u0085]*::/);
      }),
      RUNS,
    );
  });

  it('is one line without control characters and marks that reorder text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = plainLine(text);
        expect(line.isWellFormed()).toBe(true);
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      }),
      RUNS,
    );
  });

  it('stays as it is when made plain again', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = plainLine(text);
        expect(plainLine(line)).toBe(line);
      }),
      RUNS,
    );
  });

  it.each([
    ['::error::x', ': :error::x'],
    ['\u00a0\u3000::error::x', '\u00a0\u3000: :error::x'],
    ['\u200b:\u2060:error::x', '\u200b: \u2060:error::x'],
    ['\u001b[31m::error::x', ': :error::x'],
    [':\u001b[0m:error::x', ': :error::x'],
    ['text ##[error]x', 'text # #[error]x'],
    ['###[error]x', '## #[error]x'],
    ['#\u200b#[error]x', '# \u200b#[error]x'],
    ['#\u001b[1m#[error]x', '# #[error]x'],
    ['10%\r50%\r::error::x', '10% 50% ::error::x'],
    ['a::b::c', 'a::b::c'],
    ['  File "a.py", line 1  ', '  File "a.py", line 1'],
    ['한글 👩‍💻', '한글 👩‍💻'],
  ])('of %j is %j', (text, line) => {
    expect(plainLine(text)).toBe(line);
  });
});

describe('plain lines', () => {
  it('are none of them commands, together neither', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(readLog(plainLines(text).join('\n')).commands).toEqual([]);
      }),
      RUNS,
    );
  });

  it.each(['\n', '\r\n', '\r', '\u0085', '\u2028', '\u2029'])('end at %j', (lineBreak) => {
    expect(plainLines(`a${lineBreak}::error::b`)).toEqual(['a', ': :error::b']);
  });
});

describe('the first words of a text', () => {
  it('are whole, and have at most so many characters', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '가', '👩', ' ', '\t', '\n'), maxLength: 30 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (given, most) => {
        const words = firstWords(given, most);
        if (given.length <= most) return expect(words).toBe(given);
        expect(words.length).toBeLessThanOrEqual(most);
        expect(words.endsWith('…')).toBe(true);
        const kept = words.slice(0, -1);
        expect(given.startsWith(kept)).toBe(true);
        expect(kept === '' || /^\s/.test(given.slice(kept.length))).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('a shortened name', () => {
  it('has at most so many characters, and none cut in half', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        fc.integer({ min: 1, max: 20 }),
        (text, most) => {
          const short = shortened(text, most);
          expect(short.length).toBeLessThanOrEqual(most);
          expect(short.isWellFormed()).toBe(true);
          expect(short === text || short.endsWith('…')).toBe(true);
        },
      ),
      RUNS,
    );
  });
});
