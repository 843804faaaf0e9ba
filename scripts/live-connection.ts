/** The connection to the service that the environment names, for `npm run test:live`. */
import { connect } from '../src/actions/connection.ts';
import { readConnection } from '../src/inputs/connection.ts';
import { InputReader } from '../src/inputs/reader.ts';
import { getPiece, objectTarget } from '../src/object-storage/object-storage.ts';
import type { Live } from './live-questions.ts';

const { env } = process;

/** @param secretKey instead of the one in the environment */
export function connection(secretKey?: string) {
  const input = (name: string) =>
    ({ apiUrl: env['DATA_FLOW_LIVE_API_URL'] ?? '', secretKey: secretKey ?? '' })[name] ?? '';
  const reader = new InputReader({ input, environment: env, mask: () => undefined });
  const config = readConnection(reader);
  reader.finish();
  return { ...connect(config, () => undefined), keys: config.keys };
}

/** What the questions are asked with. */
export function liveOn({ client, send, keys }: ReturnType<typeof connection>, jobId: string): Live {
  const origin = env['DATA_FLOW_LIVE_OBJECT_STORAGE_URL']?.trim() || 'https://kr.object.ncloudstorage.com';
  const nowMs = () => client.serviceClock.nowMs();
  const storage = { origin, region: 'kr-standard', keys, userAgent: 'data-flow-action/live', send, nowMs };
  const sizeOf = async (path: string) => {
    const target = objectTarget(path);
    const limits = { timeoutMs: 30_000, signal: undefined };
    const part = target === undefined ? undefined : await getPiece(storage, target, 'bytes=-1', limits);
    return part?.kind === 'piece' ? part.piece.totalBytes : undefined;
  };
  return { client, jobId, sizeOf, found: (what, result) => console.log(`found     ${what}: ${result}`) };
}
