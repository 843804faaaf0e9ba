import { headObject, type ObjectPresence } from './head-object.ts';
import { type ObjectStorage, objectTarget, requestObject } from './object-storage.ts';

/** How many objects are requested at the same time. */
const AT_A_TIME = 8;
/** How long temporary failures with one object are retried, in milliseconds. */
const RETRIED_FOR_MS = 60_000;

/** The names whose marker object exists, or why that is not known. */
export type Markers = { readonly names: ReadonlySet<string> } | { readonly problem: string };

/**
 * Requests the marker object of each name, some at a time. An object whose presence is not known is a problem: it is
 * never guessed whether a name is done.
 * @param paths name -> `bucket/key`
 * @throws the signal's reason when that is aborted
 */
export async function findMarkers(
  storage: ObjectStorage,
  paths: ReadonlyMap<string, string>,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Markers> {
  const names = new Set<string>();
  let problem: string | undefined;
  const queue = [...paths];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next && !problem; next = queue.shift()) {
      const [name, path] = next;
      const untilMs = storage.clock.elapsedMs() + RETRIED_FOR_MS;
      const presence = await headObject(storage, objectTarget(path) ?? '/', { timeoutMs, untilMs, signal });
      if (presence.kind === 'exists') names.add(name);
      else problem ??= problemOf(presence, path);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, queue.length) }, work));
  const [anyPath] = paths.values();
  if (!problem && names.size === 0 && anyPath)
    problem = await bucketProblem(storage, anyPath, { timeoutMs, signal });
  return problem === undefined ? { names } : { problem };
}

/** Where no marker exists, the bucket may be misspelled: only a response to GET says so. */
async function bucketProblem(
  storage: ObjectStorage,
  path: string,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const untilMs = storage.clock.elapsedMs() + RETRIED_FOR_MS;
  const target = objectTarget(path) ?? '/';
  const response = await requestObject(
    storage,
    { method: 'GET', target, range: () => 'bytes=0-0' },
    { ...limits, untilMs },
  );
  if (response.kind === 'no-response' || response.code !== 'NoSuchBucket') return undefined;
  return `skipIfExists: the bucket ${path.split('/', 1)[0]} does not exist in this Object Storage; check the path, objectStorageUrl and objectStorageRegion`;
}

function problemOf(presence: Exclude<ObjectPresence, { kind: 'exists' }>, path: string): string | undefined {
  switch (presence.kind) {
    case 'missing':
      return undefined;
    case 'denied':
      return `skipIfExists: the key may not read ${path} (HTTP ${presence.status}); give its sub account read and list access to the bucket ${path.split('/', 1)[0]} in Object Storage`;
    case 'unknown':
      return `skipIfExists: whether ${path} exists is not known: ${presence.message}; check objectStorageUrl and objectStorageRegion`;
  }
}
