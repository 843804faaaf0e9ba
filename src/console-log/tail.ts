import type { ObjectAnswer, Piece } from '../object-storage/object-storage.ts';

/** Asks for a part of one object, with patience. */
export type AskRange = (range: string) => Promise<ObjectAnswer>;

const FIRST_PIECE_BYTES = 64 * 1024;
/** What is fetched in front of it, piece by piece. All together stay under 1 MB. */
const FURTHER_PIECES_BYTES = [192 * 1024, 640 * 1024];

/**
 * The end of an object: a small piece, and more in front of it until `isEnough`, but never 1 MB. Trouble with a
 * further piece leaves what is there already.
 */
export async function readTail(ask: AskRange, isEnough: (tail: Piece) => boolean): Promise<ObjectAnswer> {
  const answer = await lastPiece(ask);
  if (answer.kind !== 'piece') return answer;
  let tail = answer.piece;
  for (const bytes of FURTHER_PIECES_BYTES) {
    if (tail.firstByte === 0 || isEnough(tail)) break;
    const longer = await withPieceBefore(ask, tail, bytes);
    if (!longer) break;
    tail = longer;
  }
  return { kind: 'piece', piece: tail };
}

/** Some servers take `bytes=-n` for the first n bytes, or refuse it: they say the size, which is asked for then. */
async function lastPiece(ask: AskRange): Promise<ObjectAnswer> {
  const answer = await ask(`bytes=-${FIRST_PIECE_BYTES}`);
  const totalBytes = answer.kind === 'piece' ? answer.piece.totalBytes : sizeRefused(answer);
  if (totalBytes === undefined || totalBytes === 0) return answer;
  if (answer.kind === 'piece' && endByte(answer.piece) >= totalBytes) return answer;
  return ask(`bytes=${Math.max(totalBytes - FIRST_PIECE_BYTES, 0)}-${totalBytes - 1}`);
}

function sizeRefused(answer: ObjectAnswer): number | undefined {
  return answer.kind === 'refused' && answer.refusal.status === 416 ? answer.refusal.totalBytes : undefined;
}

/** The tail with at most so many bytes more; undefined when they don't fit together. */
async function withPieceBefore(ask: AskRange, tail: Piece, bytes: number): Promise<Piece | undefined> {
  const answer = await ask(`bytes=${Math.max(tail.firstByte - bytes, 0)}-${tail.firstByte - 1}`);
  if (answer.kind !== 'piece') return undefined;
  const { piece } = answer;
  if (endByte(piece) === piece.totalBytes && piece.firstByte < tail.firstByte) return piece;
  if (endByte(piece) !== tail.firstByte) return undefined;
  return { ...tail, firstByte: piece.firstByte, bytes: Buffer.concat([piece.bytes, tail.bytes]) };
}

/** The byte after the last one. */
function endByte({ firstByte, bytes }: Piece): number {
  return firstByte + bytes.length;
}
