import type { ConnectionFailure } from '../http/network.ts';
import { type Limits, type ObjectResponse, type ObjectStorage, requestObject } from './object-storage.ts';

const LARGEST_UNPACKED_BYTES = 64 * 1024 * 1024;

/** Bytes of an object that lie together. */
export interface Piece {
  /** Where in the object they begin, from 0. */
  readonly firstByte: number;
  readonly bytes: Buffer;
  /** The size of the whole object. */
  readonly totalBytes: number;
  /** Whether the bytes are a part of something compressed, and so no text. */
  readonly isPacked?: boolean | undefined;
}

/** A part of an object, or why there is none. */
export type PieceResult =
  | { readonly kind: 'piece'; readonly piece: Piece }
  | {
      readonly kind: 'refused';
      readonly status: number;
      /** S3's code, such as NoSuchKey; from outside. */
      readonly code: string;
      /** The size of the object, where the response says it. */
      readonly totalBytes: number | undefined;
    }
  | { readonly kind: 'no-response'; readonly failure: ConnectionFailure };

/**
 * Reads a part of an object; temporary failures are retried within the limits.
 * https://api.ncloud-docs.com/docs/en/storage-objectstorage-getobject
 * @param target from objectTarget
 * @param range of the Range header, such as `bytes=-65536`; after that many tries that timed out
 * @param waitsFor as in requestObject
 * @throws the signal's reason when that is aborted; nothing else
 */
export async function getPiece(
  storage: ObjectStorage,
  target: string,
  range: (timeouts: number) => string,
  limits: Limits,
  waitsFor?: (response: ObjectResponse) => number | undefined,
): Promise<PieceResult> {
  const response = await requestObject(storage, { method: 'GET', target, range }, limits, waitsFor);
  if (response.kind === 'no-response') return response;
  const { status, code, headers, body } = response;
  if (status === 200) return pieceOf(0, body, body.length);
  const [, first, size] = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/i.exec(headers['content-range'] ?? '') ?? [];
  const totalBytes = size === undefined ? undefined : Number(size);
  // Some servers send an empty object as 206, with a Content-Range that makes no sense.
  if (status === 206 && body.length === 0 && !totalBytes) return pieceOf(0, body, 0);
  if (status !== 206 || body.length === 0 || first === undefined || totalBytes === undefined)
    return { kind: 'refused', status, code, totalBytes };
  const encoding = headers['content-encoding'] ?? '';
  const plain = await unpacked(body, encoding);
  if (plain) return pieceOf(Number(first), plain, Math.max(totalBytes, Number(first) + plain.length));
  return pieceOf(Number(first), body, totalBytes, true);
}

function pieceOf(firstByte: number, bytes: Buffer, totalBytes: number, isPacked = false): PieceResult {
  return { kind: 'piece', piece: { firstByte, bytes, totalBytes, isPacked } };
}

/** A part that was compressed for sending, or the whole; undefined for a part of something compressed. */
async function unpacked(body: Buffer, encoding: string): Promise<Buffer | undefined> {
  if (encoding === '') return body;
  // Loaded here, since most steps meet no compressed response.
  const { decoded } = await import('../http/content-encoding.ts');
  try {
    return await decoded(body, encoding, LARGEST_UNPACKED_BYTES);
  } catch {
    return undefined;
  }
}
