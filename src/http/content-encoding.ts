import { promisify } from 'node:util';
import * as zlib from 'node:zlib';

type Decode = (bytes: Buffer, limits: { maxOutputLength: number }) => Promise<Buffer>;

const inflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate);
const inflateRaw = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const gunzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);

/** In 4 bits, the method of a zlib header. Some servers send deflate without that header. */
const ZLIB_METHOD = 8;

const DECODERS: Readonly<Record<string, Decode>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  deflate: (bytes, limits) =>
    ((bytes[0] ?? 0) & 0x0f) === ZLIB_METHOD ? inflate(bytes, limits) : inflateRaw(bytes, limits),
  br: promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress),
};

/**
 * Takes the compression off a body.
 * @param contentEncoding the header; several encodings are in the order in which they were applied
 * @param maxBytes of the result and of each step to it
 * @returns undefined when an encoding is not gzip, deflate or br
 * @throws RangeError when it becomes larger; the error of zlib when the body is damaged
 */
export async function decoded(
  body: Buffer,
  contentEncoding: string,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const names = contentEncoding.toLowerCase().split(',');
  const decoders = names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity');
  let bytes = body;
  for (const name of decoders.reverse()) {
    const decode = DECODERS[name];
    if (!decode) return undefined;
    if (bytes.length > 0) bytes = await decode(bytes, { maxOutputLength: maxBytes });
  }
  return bytes;
}
