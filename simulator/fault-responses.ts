import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { ServiceResponse } from './door.ts';
import type { Fault } from './faults.ts';
import { gatewayErrorBody } from './gateway.ts';

/** The usual content type of the API. */
const json = { 'content-type': 'application/json;charset=UTF-8' };

/** A response with a body of JSON. */
export function jsonResponse(status: number, body: unknown): ServiceResponse {
  return { status, headers: json, body: Buffer.from(JSON.stringify(body)) };
}

/** The response that comes instead of any processing; undefined for faults that act later or otherwise. */
export function responseInstead(fault: Fault): ServiceResponse | undefined {
  if (fault.kind === 'status' && !fault.processed) return statusResponse(fault);
  if (fault.kind === 'html') return htmlResponse(fault.status ?? 502);
  if (fault.kind !== 'redirect') return undefined;
  const headers = { location: fault.location ?? '/redirected' };
  return { status: 302, headers, body: Buffer.alloc(0) };
}

/** What a fault makes of the response of a processed request. */
export function spoiled(response: ServiceResponse, fault: Fault | undefined): ServiceResponse {
  const { body } = response;
  if (fault?.kind === 'status') return statusResponse(fault);
  if (fault?.kind === 'changed') return changed(response, fault);
  if (fault?.kind === 'gzip' || fault?.kind === 'br') return compressed(response, fault.kind);
  if (fault?.kind === 'empty') return { ...response, status: 200, body: Buffer.alloc(0) };
  if (fault?.kind === 'garbled') {
    return { ...response, status: 200, body: body.subarray(0, Math.ceil(body.length / 2)) };
  }
  if (fault?.kind !== 'text-plain') return response;
  return { ...response, headers: { 'content-type': 'text/plain;charset=UTF-8' } };
}

function compressed({ status, headers, body }: ServiceResponse, encoding: 'gzip' | 'br'): ServiceResponse {
  const bytes = encoding === 'gzip' ? gzipSync(body) : brotliCompressSync(body);
  return { status, headers: { ...headers, 'content-encoding': encoding }, body: bytes };
}

function changed(response: ServiceResponse, fault: Extract<Fault, { kind: 'changed' }>): ServiceResponse {
  const { change = (body) => body, status = response.status, headers } = fault;
  const { body } = jsonResponse(status, change(JSON.parse(response.body.toString())));
  return { status, headers: { ...response.headers, ...headers }, body };
}

function statusResponse(fault: Extract<Fault, { kind: 'status' }>): ServiceResponse {
  const body = fault.body ?? JSON.stringify(gatewayErrorBody(fault.status));
  return { status: fault.status, headers: { ...json, ...fault.headers }, body: Buffer.from(body) };
}

function htmlResponse(status: number): ServiceResponse {
  const title = `${status} Bad Gateway`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body><h1>${title}</h1></body>\r\n</html>\r\n`;
  return { status, headers: { 'content-type': 'text/html' }, body: Buffer.from(body) };
}
