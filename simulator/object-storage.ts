import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { byteRange } from './byte-range.ts';
import { type Delivery, hang, type ServiceRequest, type ServiceResponse, waited } from './door.ts';
import type { FaultQueue } from './fault-queue.ts';
import type { FaultyObjectRequest, ObjectFault } from './object-faults.ts';
import { putRefusal } from './object-put.ts';
import { type ObjectRefusal, objectRefusal } from './object-signature.ts';
import { etagOf, objectAt, type StoredObject } from './object-store.ts';
import type { Service } from './service.ts';

/** One request that Object Storage got. */
export interface RecordedObjectRequest {
  readonly method: string;
  /** The raw request target. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** By this machine's clock. */
  readonly atMs: number;
  /** Undefined because no response was sent. */
  readonly status: number | undefined;
  /** Bytes of the object in the response. */
  readonly bytesSent: number;
}

/** What Object Storage needs beside the service. */
export interface ObjectWorld {
  readonly service: Service;
  readonly settings: Service['settings'];
  readonly objectFaults: FaultQueue<FaultyObjectRequest, ObjectFault>;
  readonly objectRequests: RecordedObjectRequest[];
  readonly closed: AbortSignal;
}

/** Handles one request to Object Storage in S3's path style: GET, HEAD and PUT of /bucket/key. */
export async function objectDelivery(world: ObjectWorld, request: ServiceRequest): Promise<Delivery> {
  const { service, settings, objectFaults, objectRequests } = world;
  const { method, path, headers } = request;
  service.catchUp();
  const noted = { method, path, headers, atMs: settings.now() };
  const fault = objectFaults.next({ ...noted, name: method });
  const delivery = await delivered(world, request, fault);
  const status = 'status' in delivery ? delivery.status : undefined;
  const isContent = 'status' in delivery && delivery.status < 300 && method === 'GET';
  objectRequests.push({ ...noted, status, bytesSent: isContent ? delivery.body.length : 0 });
  return delivery;
}

async function delivered(
  world: ObjectWorld,
  request: ServiceRequest,
  fault: ObjectFault | undefined,
): Promise<Delivery> {
  if (fault?.kind === 'reset') return { broken: 'reset' };
  if (fault?.kind === 'hang') return hang(world, request);
  if (fault?.kind === 'slow' && !(await waited(world, request, fault.delayMs))) return { broken: 'hang' };
  const { headers, ...response } = responseTo(request, world.service, fault);
  const usual = {
    date: new Date(world.service.nowMs()).toUTCString(),
    'x-amz-request-id': randomUUID(),
    'content-length': String(response.body.length),
  };
  const body = request.method === 'HEAD' ? Buffer.alloc(0) : response.body;
  return { ...response, headers: { ...usual, ...headers }, body };
}

function responseTo(
  request: ServiceRequest,
  service: Service,
  fault: ObjectFault | undefined,
): ServiceResponse {
  const { method, path: target } = request;
  const { denied } = service.settings.objectStorage;
  const path = decodedPath(target);
  if (path === undefined) return errorResponse(400, { code: 'InvalidURI', message: 'Not a URI.' });
  const refusal = objectRefusal({ ...request, target }, service.settings, service.nowMs());
  if (refusal) return errorResponse(403, refusal);
  if (denied || fault?.kind === 'denied') return accessDenied();
  if (fault?.kind === 'status') {
    const { headers, ...rest } = errorResponse(fault.status, {
      code: 'ServiceUnavailable',
      message: 'Retry.',
    });
    return { ...rest, headers: { ...headers, ...fault.headers } };
  }
  if (method === 'PUT') return putResponse(request, path, service);
  if (method !== 'GET' && method !== 'HEAD') {
    return errorResponse(405, { code: 'MethodNotAllowed', message: 'The method is not allowed.' });
  }
  if (fault?.kind === 'no-bucket') {
    return errorResponse(404, { code: 'NoSuchBucket', message: 'The specified bucket does not exist.' });
  }
  const object = fault?.kind === 'missing' ? undefined : objectAt(path, service);
  if (object) return objectResponse(object, rangeOf(request), fault);
  return errorResponse(404, { code: 'NoSuchKey', message: 'The specified key does not exist.' });
}

function decodedPath(target: string): string | undefined {
  try {
    decodeURIComponent(target);
    return decodeURIComponent(target.split('?', 1)[0] ?? '').slice(1);
  } catch {
    return undefined;
  }
}

function rangeOf({ headers }: ServiceRequest): string | undefined {
  return headers['range'] === undefined ? undefined : String(headers['range']);
}

function putResponse(request: ServiceRequest, path: string, service: Service): ServiceResponse {
  const content = Buffer.from(request.body ?? '');
  const refusal = putRefusal(path, request.headers, content);
  if (refusal) return errorResponse(400, refusal);
  const contentType = request.headers['content-type'];
  service.objects.put(path, content, service.nowMs(), contentType && String(contentType));
  const stored = service.objects.get(path);
  return { status: 200, headers: stored ? { etag: etagOf(stored) } : {}, body: Buffer.alloc(0) };
}

function objectResponse(
  object: StoredObject,
  rangeHeader: string | undefined,
  fault: ObjectFault | undefined,
): ServiceResponse {
  const content = fault?.kind === 'gzip' ? gzipSync(object.content) : object.content;
  const headers = {
    'content-type': object.contentType,
    'accept-ranges': 'bytes',
    etag: etagOf(object),
    'last-modified': new Date(object.modifiedMs).toUTCString(),
    ...(fault?.kind === 'gzip' && { 'content-encoding': 'gzip' }),
  };
  const range = byteRange(rangeHeader, content.length);
  if (range === undefined) return { status: 200, headers, body: content };
  if (range === 'unsatisfiable') return rangeRefused(content.length);
  const { first, last } = range;
  const contentRange = `bytes ${first}-${last}/${content.length}`;
  const body = content.subarray(first, last + 1);
  return { status: 206, headers: { ...headers, 'content-range': contentRange }, body };
}

function rangeRefused(size: number): ServiceResponse {
  const { headers, ...rest } = errorResponse(416, {
    code: 'InvalidRange',
    message: 'The range is not satisfiable.',
  });
  return { ...rest, headers: { ...headers, 'content-range': `bytes */${size}` } };
}

function accessDenied(): ServiceResponse {
  return errorResponse(403, { code: 'AccessDenied', message: 'Access Denied' });
}

function errorResponse(status: number, { code, message }: ObjectRefusal): ServiceResponse {
  const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(xml) };
}
