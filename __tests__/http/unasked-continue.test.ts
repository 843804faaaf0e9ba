import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { skipUnaskedContinue } from '../../src/http/unasked-continue.ts';

/** What a reader of a connection gets when this arrives in pieces. */
function readThrough(pieces: readonly string[]): string {
  const left = pieces.map((piece) => Buffer.from(piece, 'latin1'));
  const socket = { read: () => left.shift() ?? null, write: () => true };
  skipUnaskedContinue(socket);
  let text = '';
  for (let count = pieces.length; count > 0; count -= 1) text += socket.read()?.toString('latin1') ?? '';
  return text;
}

/** A text cut at these places. */
function cut(text: string, places: readonly number[]): string[] {
  const ends = [...new Set(places.map((place) => place % (text.length + 1))), text.length].sort(
    (a, b) => a - b,
  );
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end)).filter((piece) => piece !== '');
}

const CONTINUES = [
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.0 100\r\n\r\n',
  'HTTP/1.1 100 Go on\r\nx-a: b\r\n\r\n',
];
const RESPONSES = [
  'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}',
  'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n',
  'HTTP/1.1 1000 No\r\n\r\n',
  'HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n of the body',
  'SSH-2.0-OpenSSH\r\n',
  'HTTP/1.1 200',
];

describe('a 100 Continue', () => {
  it('is taken out before a response, and nothing else is, however it arrives', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...CONTINUES), { maxLength: 3 }),
        fc.constantFrom(...RESPONSES),
        fc.array(fc.nat(200), { maxLength: 8 }),
        (continues, response, places) => {
          expect(readThrough(cut(continues.join('') + response, places))).toBe(response);
        },
      ),
    );
  });

  it('within a body that comes in pieces stays', () => {
    const [first = ''] = CONTINUES;
    expect(readThrough(['HTTP/1.1 200 OK\r\n\r\n', first])).toBe(`HTTP/1.1 200 OK\r\n\r\n${first}`);
  });

  it('is taken out before the response to the next request too', () => {
    const pieces = ['HTTP/1.1 200 OK\r\n\r\n', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\n\r\n'];
    const socket = { read: () => Buffer.from(pieces.shift() ?? ''), write: () => true };
    skipUnaskedContinue(socket);
    expect(socket.read().toString()).toContain('200');
    socket.write();
    expect(socket.read().toString()).toBe('HTTP/1.1 204 No\r\n\r\n');
  });

  it('that never ends is left to undici', () => {
    const endless = `HTTP/1.1 100 Continue\r\n${'x-a: b\r\n'.repeat(2_000)}`;
    expect(readThrough([endless])).toBe(endless);
  });
});
