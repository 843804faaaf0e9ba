import type { ConnectionFailure } from '../http/network.ts';
import { type Limits, type ObjectResponse, type ObjectStorage, requestObject } from './object-storage.ts';

/** Bytes of an object that lie together. */
export interface Piece {
  /** Where in the object they begin, from 0. */
  readonly firstByte: number;
  readonly bytes: Buffer;
  /** The size of the whole object. */
  readonly totalBytes: number;
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
 * @param range of the Range header, such as `bytes=-65536`
 * @param waitsFor as in requestObject
 * @throws the signal's reason when that is aborted; nothing else
 */
export async function getPiece(
  storage: ObjectStorage,
  target: string,
  range: string,
  limits: Limits,
  waitsFor?: (response: ObjectResponse) => number | undefined,
): Promise<PieceResult> {
  const response = await requestObject(storage, { method: 'GET', target, range }, limits, waitsFor);
  if (response.kind === 'no-response') return response;
  const { status, code, headers, body } = response;
  const piece = (firstByte: number, totalBytes: number): PieceResult => ({
    kind: 'piece',
    piece: { firstByte, bytes: body, totalBytes },
  });
  // Some servers send an empty object as 206, with a Content-Range that makes no sense.
  if (status === 200 || (status === 206 && body.length === 0)) return piece(0, body.length);
  const [, first, total] = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
  if (status === 206 && first !== undefined) return piece(Number(first), Number(total));
  return { kind: 'refused', status, code, totalBytes: total === undefined ? undefined : Number(total) };
}
