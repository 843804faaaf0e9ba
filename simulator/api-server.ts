import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { text } from 'node:stream/consumers';
import { type HttpResponse, json, responseInstead, spoiled } from './fault-responses.ts';
import type { Fault, FaultQueue } from './faults.ts';
import { gatewayErrorBody, gatewayRefusal } from './gateway.ts';
import { carryOut } from './operations/operations.ts';
import type { OperationResponse } from './response.ts';
import { type OperationName, type Route, routeOf } from './routes.ts';
import type { Service } from './service.ts';
import { reset, transmit, waited } from './transmission.ts';

/** One request that the API got. */
export interface RecordedRequest {
  /** 'unknown' for a path and method that no operation has. */
  readonly operation: OperationName | 'unknown';
  readonly method: string;
  /** The raw request target, as on the wire. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Empty until it has come in whole. */
  body: string;
  /** By this machine's clock. */
  readonly atMs: number;
  /** Undefined as long as, or because, no answer was sent. */
  status?: number;
  /** The execution that the request started or canceled, whether or not the client was told. */
  executionId?: string;
  /** The gateway refused the signature. */
  refusedSignature?: boolean;
}

/** What the API needs beside the service. */
export interface ApiWorld {
  readonly service: Service;
  readonly faults: FaultQueue;
  readonly requests: RecordedRequest[];
  readonly closed: AbortSignal;
}

interface Exchange extends ApiWorld {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly record: RecordedRequest;
  readonly route: Route | undefined;
  readonly fault: Fault | undefined;
}

/** The API behind its gateway. */
export function apiServer(world: ApiWorld): Server {
  return createServer((request, response) => {
    const exchange = opened(world, request, response);
    const { record } = exchange;
    const { log } = world.service.settings;
    response.once('close', () => log?.(`${record.method} ${record.path} → ${record.status ?? 'no answer'}`));
    answered(exchange).catch((error: unknown) => broken(exchange, error));
  });
}

/** Counts and records a request, and takes the fault that it meets. */
function opened(world: ApiWorld, request: IncomingMessage, response: ServerResponse): Exchange {
  const { method = '', url: path = '', headers } = request;
  const route = routeOf(method, path);
  const operation = route?.operation ?? 'unknown';
  const atMs = world.service.settings.now();
  const record: RecordedRequest = { operation, method, path, headers, body: '', atMs };
  world.requests.push(record);
  return { ...world, request, response, record, route, fault: world.faults.next(operation) };
}

async function answered(exchange: Exchange): Promise<void> {
  const { request, response, record, fault, closed } = exchange;
  record.body = await text(request);
  if (fault?.kind === 'reset-before') return reset(response);
  if (fault?.kind === 'hang-before') return;
  const answer = (fault && responseInstead(fault)) ?? (await processed(exchange));
  if (!answer || fault?.kind === 'hang-after') return;
  if (fault?.kind === 'reset-after') return reset(response);
  if (fault?.kind === 'slow' && !(await waited(fault.delayMs, closed))) return;
  if (response.destroyed) return;
  record.status = answer.status;
  response.setHeader('date', new Date(exchange.service.nowMs()).toUTCString());
  response.setHeader('x-ncp-trace-id', randomUUID());
  await transmit(response, answer, fault, closed);
}

/** The client went away while it sent, or a plan function threw: the latter is told, not swallowed. */
function broken({ response, record }: Exchange, error: unknown): void {
  if (response.destroyed || response.headersSent) return;
  record.status = 500;
  response.writeHead(500, json).end(JSON.stringify(gatewayErrorBody(500, String(error))));
}

/** Gateway, then operation; undefined when the simulator is closed before its turn comes. */
async function processed(exchange: Exchange): Promise<HttpResponse | undefined> {
  const { service, record, route, fault, closed } = exchange;
  const { method, path: target, headers } = record;
  const refusal = gatewayRefusal({ method, target, headers, route }, rulesOf(service), service.nowMs());
  if (refusal?.cause === 'signature') record.refusedSignature = true;
  if (fault?.kind === 'late' && !(await waited(fault.delayMs, closed))) return undefined;
  const answer = refusal ?? operationAnswer(exchange);
  const body = JSON.stringify(answer.body);
  return spoiled({ status: answer.status, headers: json, body }, fault);
}

function operationAnswer({ route, record, service }: Exchange): OperationResponse {
  if (!route) throw new Error('The gateway lets no request through that belongs to no operation.');
  const answer = carryOut({ route, body: record.body }, service);
  if (answer.executionId) record.executionId = answer.executionId;
  return answer;
}

function rulesOf({ settings }: Service): Parameters<typeof gatewayRefusal>[1] {
  return { keys: settings, denied: settings.denied, guideOperations: settings.guideOperations };
}
