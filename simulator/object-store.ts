import { createHash } from 'node:crypto';
import { consoleLogOf } from './console-log.ts';
import { executionAt } from './execution.ts';
import type { Service } from './service.ts';

/** An object as Object Storage keeps it. */
export interface StoredObject {
  readonly content: Buffer;
  readonly contentType: string;
  readonly modifiedMs: number;
}

/** The objects that were put, by `bucket/key`. */
export class ObjectStore {
  readonly #objects = new Map<string, StoredObject>();

  constructor(objects: Readonly<Record<string, string | Uint8Array>>, nowMs: number) {
    for (const [path, content] of Object.entries(objects)) this.put(path, content, nowMs);
  }

  /** Puts an object in place of the one that had this path. */
  put(
    path: string,
    content: string | Uint8Array,
    modifiedMs: number,
    contentType = 'binary/octet-stream',
  ): void {
    this.#objects.set(path, { content: Buffer.from(content), contentType, modifiedMs });
  }

  get(path: string): StoredObject | undefined {
    return this.#objects.get(path);
  }
}

/** The ETag of an object that was put in one piece. */
export function etagOf({ content }: StoredObject): string {
  return `"${createHash('md5').update(content).digest('hex')}"`;
}

/** The object with this `bucket/key`: one that was put, or the console log of an execution that has ended. */
export function objectAt(path: string, service: Service): StoredObject | undefined {
  return service.objects.get(path) ?? consoleLogAt(path, service);
}

/** A console log: it exists from the end of its execution on, or from some time later. */
function consoleLogAt(path: string, service: Service): StoredObject | undefined {
  const nowMs = service.nowMs();
  const { consoleLogListedAfterMs } = service.settings;
  const execution = service.executions.find((each) => executionAt(each, nowMs).consoleLogPath === path);
  if (!execution) return undefined;
  const { endedAfterMs } = executionAt(execution, nowMs);
  if (endedAfterMs === undefined) return undefined;
  const endedMs = execution.acceptedAtMs + endedAfterMs / execution.speed;
  if (nowMs < endedMs + consoleLogListedAfterMs) return undefined;
  const content = consoleLogOf(execution, nowMs);
  return content && { content, contentType: 'text/plain', modifiedMs: nowMs };
}
