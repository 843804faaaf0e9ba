import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isBinary, lastLines } from '../../src/console-log/lines.ts';

const piece = (content: Buffer | string, firstByte = 0) => {
  const bytes = Buffer.from(content);
  return { bytes, firstByte, totalBytes: firstByte + bytes.length };
};
const linesOf = (content: Buffer | string, count = 100, firstByte = 0) =>
  lastLines(piece(content, firstByte), count).lines;
/** 한글 로그 in EUC-KR. */
const eucKr = Buffer.from([0xc7, 0xd1, 0xb1, 0xdb, 0x20, 0xb7, 0xce, 0xb1, 0xd7]);

describe('the last lines', () => {
  it.each([
    ['a\nb\n', ['a', 'b']],
    ['a\nb', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['\n\na\n\nb\n\n', ['', '', 'a', '', 'b', '']],
    ['0%\r50%\r100%\nb\n', ['100%', 'b']],
    ['0%\r50%\r\r\n', ['50%']],
    ['\r\n', ['']],
    ['', ['']],
    ['\ufeffa\n', ['a']],
  ])('of %j are %j', (content, lines) => {
    expect(linesOf(content)).toEqual(lines);
  });

  it('are what splitting the whole text would give', () => {
    const line = fc.string({ unit: fc.constantFrom('a', '가', '👩', ' '), maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 25 }),
        (all, count) => {
          const text = lastLines(piece(`${all.join('\n')}\n`), count);
          expect(text.lines).toEqual(all.slice(-count));
          expect(text.isWhole).toBe(count >= all.length);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('are complete wherever the piece was cut off', () => {
    const all = Array.from({ length: 12 }, (_, index) => `${'가나'.repeat(index)}.`);
    const content = Buffer.from(`${all.join('\n')}\n`);
    for (let first = 1; first < content.length - 4; first += 1) {
      const { lines, encodingNote, isWhole } = lastLines(piece(content.subarray(first), first), 100);
      expect([isWhole, encodingNote]).toEqual([false, undefined]);
      const isCutLine = content.indexOf('\n', first) === content.length - 1;
      expect(lines).toEqual(isCutLine ? ['…'] : all.slice(-lines.length));
    }
  });

  it('begin with the first whole word where the only line was cut off in front', () => {
    expect(linesOf('s3cret\tvalue 가나\n', 9, 1)).toEqual(['…value 가나']);
    expect(linesOf(`s3cret ${'x'.repeat(2000)} 가나 z\n`, 9, 1)).toEqual(['…가나 z']);
    expect(linesOf('s3cret\n', 9, 1)).toEqual(['…']);
  });

  it('end with the last whole word where they are very long', () => {
    expect(linesOf(`${'👩 '.repeat(5000)}\n`)).toEqual([`${'👩 '.repeat(666).trimEnd()}…`]);
    const { lines, encodingNote } = lastLines(piece(`a ${'가'.repeat(5000)}\nb\n`), 9);
    expect([lines, encodingNote]).toEqual([['a…', 'b'], undefined]);
  });
});

describe('the encoding', () => {
  it('is EUC-KR for the lines that are not UTF-8, which is said', () => {
    const log = Buffer.concat([
      Buffer.from('한글\n'),
      eucKr,
      Buffer.from('\n'),
      eucKr,
      Buffer.from('\nend\n'),
    ]);
    expect(lastLines(piece(log), 9)).toEqual({
      lines: ['한글', '한글 로그', '한글 로그', 'end'],
      isWhole: true,
      encodingNote: '2 lines are not UTF-8 and shown as EUC-KR.',
    });
  });

  it('can be neither: then the rest of the line is shown', () => {
    const log = Buffer.concat([Buffer.from('ok\nbad '), Buffer.from([0xff, 0xff]), Buffer.from(' byte\n')]);
    expect(lastLines(piece(log), 9)).toMatchObject({
      lines: ['ok', 'bad \ufffd\ufffd byte'],
      encodingNote: '1 line is neither UTF-8 nor EUC-KR: what cannot be read is shown as \ufffd.',
    });
  });

  it('holds for a very long line in EUC-KR', () => {
    const [line = ''] = linesOf(
      Buffer.concat(Array.from({ length: 3000 }, () => Buffer.concat([eucKr, Buffer.from(' ')]))),
    );
    expect(line).toMatch(/^(한글 로그 ){300,}한글( 로그)?…$/);
  });
});

describe('binary', () => {
  it.each([
    ['text', 'text\twith\r\n\u001b[31mcolour\u001b[0m\n', false],
    ['EUC-KR', eucKr, false],
    ['a stray NUL in much text', `${'x'.repeat(100)}\0\n`, false],
    ['nothing', '', false],
    ['NULs', Buffer.alloc(100), true],
    ['UTF-16', Buffer.from('text', 'utf16le'), true],
  ])('%s: %s is %s', (_, content, binary) => {
    expect(isBinary(piece(content))).toBe(binary);
  });
});
