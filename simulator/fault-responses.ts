import type { Fault } from './faults.ts';
import { gatewayErrorBody } from './gateway.ts';

/** An answer as it goes on the wire. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The usual content type of the API. */
export const json = { 'content-type': 'application/json;charset=UTF-8' };

/** The answer that comes instead of any processing; undefined for faults that act later or otherwise. */
export function responseInstead(fault: Fault): HttpResponse | undefined {
  if (fault.kind === 'status' && !fault.processed) return statusResponse(fault);
  if (fault.kind === 'html') return htmlResponse(fault.status ?? 502);
  if (fault.kind !== 'redirect') return undefined;
  return { status: 302, headers: { location: fault.location ?? '/redirected' }, body: '' };
}

/** What a fault makes of the answer of a processed request. */
export function spoiled(answer: HttpResponse, fault: Fault | undefined): HttpResponse {
  if (fault?.kind === 'status') return statusResponse(fault);
  if (fault?.kind === 'garbled') {
    return { ...answer, status: 200, body: answer.body.slice(0, Math.ceil(answer.body.length / 2)) };
  }
  if (fault?.kind === 'empty') return { ...answer, status: 200, body: '' };
  if (fault?.kind !== 'text-plain') return answer;
  return { ...answer, headers: { 'content-type': 'text/plain;charset=UTF-8' } };
}

function statusResponse(fault: Extract<Fault, { kind: 'status' }>): HttpResponse {
  const body = fault.body ?? JSON.stringify(gatewayErrorBody(fault.status));
  return { status: fault.status, headers: { ...json, ...fault.headers }, body };
}

function htmlResponse(status: number): HttpResponse {
  const title = `${status} Bad Gateway`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body><h1>${title}</h1></body>\r\n</html>\r\n`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}
