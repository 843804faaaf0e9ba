import { constants, gunzipSync } from 'node:zlib';
import type { Piece, PieceResult } from '../object-storage/get-piece.ts';
import { isBinary } from './lines.ts';

/** How to read one object. */
export interface ObjectReader {
  /** A part of it, by the value of a Range header: the part may be smaller after each try that timed out. */
  readonly get: (range: (timeouts: number) => string) => Promise<PieceResult>;
  /** Its size; undefined when it is not known. */
  readonly size: () => Promise<number | undefined>;
}

/** A compressed object must be read from its beginning: this size takes about a second. */
const LARGEST_PACKED_BYTES = 8 * 1024 * 1024;
const LARGEST_UNPACKED_BYTES = 64 * 1024 * 1024;

/** The last `bytes` bytes of an object, or all where it has fewer; unpacked where it is compressed with gzip. */
export async function readTail(reader: ObjectReader, bytes: number): Promise<PieceResult> {
  const result = await lastPiece(reader, bytes);
  if (result.kind !== 'piece') return result;
  const { firstByte, totalBytes } = result.piece;
  if (firstByte === 0) return { kind: 'piece', piece: unpacked(result.piece) };
  if (!isBinary(result.piece) || totalBytes > LARGEST_PACKED_BYTES) return result;
  const whole = await reader.get(() => `bytes=0-${totalBytes - 1}`);
  return whole.kind === 'piece' && whole.piece.firstByte === 0
    ? { kind: 'piece', piece: unpacked(whole.piece) }
    : result;
}

/**
 * Usually one request. Some servers read `bytes=-n` as the first n bytes, or refuse it (for a small object, or for
 * any): then the part is asked for by its position. A quarter of it is asked for after each timeout: the network may
 * be slow.
 */
async function lastPiece({ get, size }: ObjectReader, bytes: number): Promise<PieceResult> {
  const quartered = (timeouts: number) => Math.ceil(bytes / 4 ** timeouts);
  const result = await get((timeouts) => `bytes=-${quartered(timeouts)}`);
  if (result.kind === 'piece' && endByte(result.piece) >= result.piece.totalBytes) return result;
  // Some servers send 206 with a size, but without the bytes.
  const isRefused = result.kind === 'refused' && (result.status === 416 || !!result.totalBytes);
  if (result.kind !== 'piece' && !isRefused) return result;
  const total = result.kind === 'piece' ? result.piece.totalBytes : (result.totalBytes ?? (await size()));
  if (!total) return total === 0 ? EMPTY : result;
  return get((timeouts) => `bytes=${Math.max(total - quartered(timeouts), 0)}-${total - 1}`);
}

const EMPTY: PieceResult = {
  kind: 'piece',
  piece: { firstByte: 0, bytes: Buffer.alloc(0), totalBytes: 0 },
};

/** The byte after the last one. */
function endByte({ firstByte, bytes }: Piece): number {
  return firstByte + bytes.length;
}

/** Gzip is known by its first bytes: Content-Encoding is often missing. Where the end is missing, the rest is unpacked. */
function unpacked(piece: Piece): Piece {
  if (piece.bytes.length < 18 || piece.bytes.readUInt16BE(0) !== 0x1f8b) return piece;
  try {
    const bytes = gunzipSync(piece.bytes, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: LARGEST_UNPACKED_BYTES,
    });
    return { firstByte: 0, bytes, totalBytes: bytes.length };
  } catch {
    return piece;
  }
}
