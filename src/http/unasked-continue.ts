import { subscribe } from 'node:diagnostics_channel';
import type { Duplex } from 'node:stream';

const COMPLETE = /^HTTP\/1\.[01] 100(?: [^\r\n]*)?\r\n(?:[^\r\n]+\r\n)*\r\n/;
const BEGINNING = /^HTTP\/1\.[01] 100(?:[ \r]|$)/;
const STATUS_LINE = 'HTTP/1.1 100';
/** More than any 100 Continue has. What is longer is left to undici. */
const LONGEST_CHARACTERS = 8192;

/**
 * Takes each 100 Continue out of what comes in before a response. Every client has to skip those, asked for or not
 * (https://www.rfc-editor.org/rfc/rfc9110#section-15.2), and some proxies send them; undici closes the connection
 * instead, and has no option for it.
 * @param socket connected, and not read from yet
 */
export function skipUnaskedContinue(socket: Pick<Duplex, 'read' | 'write'>): void {
  const read = socket.read.bind(socket);
  const write: (...parts: never[]) => boolean = socket.write.bind(socket);
  let isBeforeResponse = true;
  let held: Buffer = Buffer.alloc(0);
  socket.write = (...parts: never[]) => {
    isBeforeResponse = true;
    return write(...parts);
  };
  socket.read = (size?: number) => {
    const chunk: Buffer | null = read(size);
    if (chunk === null || !isBeforeResponse) return chunk;
    held = withoutContinue(Buffer.concat([held, chunk]));
    if (mayBecomeContinue(held)) return null;
    isBeforeResponse = false;
    const rest = held;
    held = Buffer.alloc(0);
    return rest;
  };
}

function withoutContinue(bytes: Buffer): Buffer {
  let rest = bytes;
  for (;;) {
    const [found = ''] = COMPLETE.exec(rest.toString('latin1', 0, LONGEST_CHARACTERS)) ?? [];
    if (found === '') return rest;
    rest = rest.subarray(found.length);
  }
}

/** Whether more has to come before it is known what this is. */
function mayBecomeContinue(bytes: Buffer): boolean {
  const text = bytes.toString('latin1', 0, LONGEST_CHARACTERS);
  if (text.length < STATUS_LINE.length) {
    return [STATUS_LINE, 'HTTP/1.0 100'].some((line) => line.startsWith(text));
  }
  return text.length < LONGEST_CHARACTERS && BEGINNING.test(text);
}

// undici names here each socket that it has connected, before it reads from it.
subscribe('undici:client:connected', (message) => {
  skipUnaskedContinue((message as { readonly socket: Duplex }).socket);
});
