import { randomUUID } from 'node:crypto';
import {
  type BrokenConnection,
  type Delivery,
  hang,
  type ServiceRequest,
  type ServiceResponse,
  waited,
} from './door.ts';
import type { FaultQueue } from './fault-queue.ts';
import { jsonResponse, responseInstead, spoiled } from './fault-responses.ts';
import type { Fault, FaultyRequest } from './faults.ts';
import { gatewayErrorBody, gatewayRefusal } from './gateway.ts';
import { carryOut } from './operations/operations.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { OperationResponse } from './response.ts';
import { type Route, routeOf } from './routes.ts';
import type { LateWork, Service } from './service.ts';

/** What the API needs beside the service. */
export interface ApiWorld {
  readonly service: Service;
  readonly settings: Service['settings'];
  readonly faults: FaultQueue<FaultyRequest, Fault>;
  readonly requests: RecordedRequest[];
  readonly closed: AbortSignal;
}

interface Exchange extends ApiWorld {
  readonly request: ServiceRequest;
  readonly record: RecordedRequest;
  readonly route: Route | undefined;
  readonly fault: Fault | undefined;
}

/** Handles one request: the gateway, then the operation, with the fault that the request meets. */
export async function apiDelivery(world: ApiWorld, request: ServiceRequest): Promise<Delivery> {
  world.service.catchUp();
  const exchange = opened(world, request);
  const delivery = await delivered(exchange);
  if ('status' in delivery) exchange.record.status = delivery.status;
  return delivery;
}

/** Counts and records a request, and takes the fault that it meets. */
function opened(world: ApiWorld, request: ServiceRequest): Exchange {
  const { method, path, headers, body = '' } = request;
  const route = routeOf(method, path);
  const operation = route?.operation ?? 'unknown';
  const text = typeof body === 'string' ? body : Buffer.from(body).toString();
  const atMs = world.settings.now();
  const record: RecordedRequest = { operation, method, path, headers, body: text, atMs };
  world.requests.push(record);
  world.settings.onRequest?.(record);
  const query = route?.query ?? new URLSearchParams();
  const fault = world.faults.next({ ...record, name: operation, query });
  return { ...world, request, record, route, fault };
}

async function delivered(exchange: Exchange): Promise<Delivery> {
  const { request, fault } = exchange;
  if (fault?.kind === 'refused') return { broken: 'refused' };
  if (fault?.kind === 'reset-before') return { broken: 'reset' };
  if (fault?.kind === 'hang-before') return hang(exchange, request);
  const response = (fault && responseInstead(fault)) ?? (await processed(exchange));
  if (!response) return { broken: fault?.kind === 'late' && fault.meanwhile ? 'reset' : 'hang' };
  if (fault?.kind === 'hang-after') return hang(exchange, request);
  if (fault?.kind === 'reset-after') return { broken: 'reset' };
  if (fault?.kind === 'slow' && !(await waited(exchange, request, fault.delayMs))) return { broken: 'hang' };
  return sent(exchange, response);
}

/** A response on its way, with the headers that every one has. */
function sent(
  { settings, service, fault }: Exchange,
  response: ServiceResponse,
): Delivery | BrokenConnection {
  const nowMs = service.nowMs();
  const usual = { date: new Date(nowMs).toUTCString(), 'x-ncp-trace-id': randomUUID() };
  const headers = { ...usual, ...settings.responseHeaders(nowMs), ...response.headers };
  const whole = { ...response, headers };
  if (fault?.kind === 'truncated') return { broken: 'cut', response: whole };
  return fault?.kind === 'trickle' ? { ...whole, byteDelayMs: fault.delayMs } : whole;
}

/** Gateway, then operation; undefined where no response comes in time or before the service closes. */
async function processed(exchange: Exchange): Promise<ServiceResponse | undefined> {
  const { service, record, route, request, fault } = exchange;
  const { method, path: target, headers } = record;
  const refusal = gatewayRefusal({ method, target, headers, route }, service.settings, service.nowMs());
  if (refusal?.cause === 'signature') record.refusedSignature = true;
  if (refusal) return spoiled(jsonResponse(refusal.status, refusal.body), fault);
  let response: OperationResponse | undefined;
  const work: LateWork = {
    dueMs: service.nowMs() + (fault?.kind === 'late' ? fault.delayMs : 0),
    run() {
      response = operationResponse(exchange);
      if (fault?.kind === 'sent-twice') response = operationResponse(exchange);
    },
  };
  if (fault?.kind === 'late') {
    service.late.add(work);
    if (fault.meanwhile === 'reset') return undefined;
    if (fault.meanwhile !== undefined)
      return jsonResponse(fault.meanwhile, gatewayErrorBody(fault.meanwhile));
    if (!(await waited(exchange, request, fault.delayMs))) return undefined;
    service.catchUp();
    // The work is still open when the clock does not move while the settings' sleep passes.
    if (service.late.delete(work)) work.run();
  } else {
    work.run();
  }
  return response && spoiled(jsonResponse(response.status, response.body), fault);
}

/** The response of an operation; an error of a plan function is a 500 with its text. */
function operationResponse({ route, record, service, fault }: Exchange): OperationResponse {
  if (!route) throw new Error('The gateway lets no request through that belongs to no operation.');
  const omits = fault?.kind === 'omit-executions' ? (fault.omits ?? (() => true)) : undefined;
  try {
    const response = carryOut({ route, body: record.body, omits }, service);
    if (response.executionId) record.executionId = response.executionId;
    return response;
  } catch (error) {
    return { status: 500, body: gatewayErrorBody(500, String(error)) };
  }
}
