import { headObject, type ObjectPresence } from './head-object.ts';
import { type ObjectStorage, objectTarget } from './object-storage.ts';

/** So many objects are asked for at a time. */
const AT_A_TIME = 8;
/** How long trouble with one object is retried, in milliseconds. */
const PATIENCE_MS = 60_000;

/** The names whose marker object exists, or why that is not known. */
export type Markers = { readonly names: ReadonlySet<string> } | { readonly problem: string };

/**
 * Asks for a marker object for each name, some at a time. What is not known for sure is a problem: a name is never
 * taken as done, or as not done, by a guess.
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
      const untilMs = storage.clock.elapsedMs() + PATIENCE_MS;
      const presence = await headObject(storage, objectTarget(path) ?? '/', { timeoutMs, untilMs, signal });
      if (presence.kind === 'exists') names.add(name);
      else problem ??= problemOf(presence, path);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, queue.length) }, work));
  return problem === undefined ? { names } : { problem };
}

function problemOf(presence: Exclude<ObjectPresence, { kind: 'exists' }>, path: string): string | undefined {
  switch (presence.kind) {
    case 'missing':
      return undefined;
    case 'denied':
      return `skipIfExists: the key may not read ${path} (HTTP ${presence.status}); give its sub account read and list access to the bucket ${path.split('/', 1)[0]} in Object Storage`;
    case 'trouble':
      return `skipIfExists: whether ${path} exists is not known: ${presence.message}; check objectStorageUrl and objectStorageRegion`;
  }
}
