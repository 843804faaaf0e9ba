import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { byteRange } from './byte-range.ts';
import { consoleLogOf } from './console-log.ts';
import { executionAt } from './execution.ts';
import { type ObjectRefusal, objectRefusal } from './object-signature.ts';
import type { Service } from './service.ts';

/** One request that Object Storage got. */
export interface RecordedObjectRequest {
  readonly method: string;
  /** The raw request target. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** By this machine's clock. */
  readonly atMs: number;
  readonly status: number;
  /** Bytes of the object that the answer carries. */
  readonly bytesSent: number;
}

interface ObjectAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** Object Storage with the console logs, S3 path style: GET and HEAD /bucket/key. */
export function objectStorageServer(service: Service, requests: RecordedObjectRequest[]): Server {
  return createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    request.resume();
    const answer = answerTo(request, service);
    const bytesSent = answer.status < 300 && method === 'GET' ? answer.body.length : 0;
    requests.push({ method, path, headers, atMs: service.settings.now(), status: answer.status, bytesSent });
    service.settings.log?.(`${method} ${path} → ${answer.status}`);
    send(response, answer, service.nowMs(), method);
  });
}

function send(response: ServerResponse, answer: ObjectAnswer, nowMs: number, method: string): void {
  response.writeHead(answer.status, {
    date: new Date(nowMs).toUTCString(),
    'x-amz-request-id': randomUUID(),
    'content-length': String(answer.body.length),
    ...answer.headers,
  });
  response.end(method === 'HEAD' ? undefined : answer.body);
}

function answerTo(request: IncomingMessage, service: Service): ObjectAnswer {
  const { method = '', url: target = '', headers } = request;
  const decoded = decodedPath(target);
  if (decoded === undefined) return errorAnswer(400, { code: 'InvalidURI', message: 'Not a URI.' });
  const refusal = objectRefusal({ method, target, headers }, service.settings, service.nowMs());
  if (refusal) return errorAnswer(403, refusal);
  if (service.settings.objectStorage.denied) {
    return errorAnswer(403, { code: 'AccessDenied', message: 'Access Denied' });
  }
  if (method !== 'GET' && method !== 'HEAD') {
    return errorAnswer(405, { code: 'MethodNotAllowed', message: 'The method is not allowed.' });
  }
  const object = consoleLogAt(decoded, service);
  if (!object) return errorAnswer(404, { code: 'NoSuchKey', message: 'The specified key does not exist.' });
  return objectAnswer(object, headers.range);
}

function decodedPath(target: string): string | undefined {
  try {
    decodeURIComponent(target);
    return decodeURIComponent(target.split('?', 1)[0] ?? '').slice(1);
  } catch {
    return undefined;
  }
}

/** The console log with this `bucket/key`: there from the end of its execution on, or some time later. */
function consoleLogAt(path: string, service: Service): Buffer | undefined {
  const nowMs = service.nowMs();
  const execution = service.executions.find((each) => executionAt(each, nowMs).consoleLogPath === path);
  if (!execution) return undefined;
  const { endedAfterMs } = executionAt(execution, nowMs);
  if (endedAfterMs === undefined) return undefined;
  const endedMs = execution.acceptedAtMs + endedAfterMs / execution.speed;
  if (nowMs < endedMs + service.settings.consoleLogListedAfterMs) return undefined;
  return consoleLogOf(execution, nowMs);
}

function objectAnswer(object: Buffer, rangeHeader: string | undefined): ObjectAnswer {
  const headers = { 'content-type': 'text/plain', 'accept-ranges': 'bytes' };
  const range = byteRange(rangeHeader, object.length);
  if (range === undefined) return { status: 200, headers, body: object };
  if (range === 'unsatisfiable') {
    const answer = errorAnswer(416, { code: 'InvalidRange', message: 'The range is not satisfiable.' });
    return { ...answer, headers: { ...answer.headers, 'content-range': `bytes */${object.length}` } };
  }
  const { first, last } = range;
  const contentRange = `bytes ${first}-${last}/${object.length}`;
  return {
    status: 206,
    headers: { ...headers, 'content-range': contentRange },
    body: object.subarray(first, last + 1),
  };
}

function errorAnswer(status: number, { code, message }: ObjectRefusal): ObjectAnswer {
  const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(xml) };
}
