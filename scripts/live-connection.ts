/** The connection to the service that the environment names, for `npm run test:live`. */
import { connect } from '../src/actions/connection.ts';
import { readConnection } from '../src/inputs/connection.ts';
import { InputReader } from '../src/inputs/reader.ts';
import { headObject } from '../src/object-storage/head-object.ts';
import { objectTarget } from '../src/object-storage/object-storage.ts';
import { systemClock } from '../src/time/clock.ts';
import type { Live } from './live-questions.ts';

const { env } = process;

/** @param secretKey instead of the one in the environment */
export function connection(secretKey?: string) {
  const input = (name: string) =>
    ({ apiUrl: env['DATA_FLOW_LIVE_API_URL'] ?? '', secretKey: secretKey ?? '' })[name] ?? '';
  const reader = new InputReader({
    input,
    block: input,
    environment: env,
    mask: () => undefined,
    warn: (text) => console.warn(text),
  });
  const config = readConnection(reader);
  reader.finish();
  return { ...connect(config, () => undefined), keys: config.keys };
}

/** What every question uses. */
export function liveOn({ client, send, keys }: ReturnType<typeof connection>, jobId: string): Live {
  const origin = env['DATA_FLOW_LIVE_OBJECT_STORAGE_URL']?.trim() || 'https://kr.object.ncloudstorage.com';
  const nowMs = () => client.serviceClock.nowMs();
  const storage = {
    origin,
    region: 'kr-standard',
    keys,
    userAgent: 'data-flow-action/live',
    send,
    nowMs,
    clock: systemClock,
    random: Math.random,
  };
  const sizeOf = async (path: string) => {
    const target = objectTarget(path);
    const limits = { timeoutMs: 30_000, untilMs: systemClock.elapsedMs() + 30_000 };
    const object = target === undefined ? undefined : await headObject(storage, target, limits);
    return object?.kind === 'exists' ? object.totalBytes : undefined;
  };
  return { client, jobId, sizeOf, found: (what, result) => console.log(`found     ${what}: ${result}`) };
}
