import { ConnectionFailure, type HttpRequest, type HttpResponse, type Send } from '../../src/http/network.ts';

/** One step of a script: a response, a failure, or a function of the request that returns one. */
export type Step = HttpResponse | Error | ((request: HttpRequest) => HttpResponse | Error);

/** A response; a body that is not text is written as JSON. */
export function httpResponse(
  status: number,
  body: unknown = '',
  headers: Record<string, string> = {},
): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, body: Buffer.from(text, 'utf8') };
}

/** The gateway's documented error. */
export function gatewayError(status: number, errorCode: string, headers?: Record<string, string>) {
  return httpResponse(status, { error: { errorCode, message: `message ${errorCode}` } }, headers);
}

/** No connection: the request was not sent. */
export const notSent = () => new ConnectionFailure('connect ECONNREFUSED', false, 'ECONNREFUSED');
/** The request was sent, and the connection was lost before the response. */
export const lost = () => new ConnectionFailure('read ECONNRESET', true, 'ECONNRESET');

/** Responds to requests from a script, in order; its last step is for all later requests. */
export class ScriptedSend {
  readonly requests: HttpRequest[] = [];
  readonly #steps: Step[];

  constructor(...steps: Step[]) {
    this.#steps = steps;
  }

  readonly send: Send = async (request) => {
    this.requests.push(request);
    const step = this.#steps.length > 1 ? this.#steps.shift() : this.#steps[0];
    const outcome = typeof step === 'function' ? step(request) : step;
    if (outcome instanceof Error) throw outcome;
    if (!outcome) throw new Error('the script has no steps');
    return outcome;
  };
}

/** The operation of a request, as one word. */
export function operationOf({ method, path }: HttpRequest): string {
  const [target = ''] = path.split('?');
  if (target.endsWith('/cancel')) return 'cancel';
  if (method === 'POST') return 'start';
  if (/\/executions\/[^/]+$/.test(target)) return 'single';
  return target.endsWith('/executions') ? 'list' : 'job';
}

/** A script for each operation; the response of an operation without one is 404. */
export function scriptedService(
  scripts: Partial<Record<'job' | 'list' | 'single' | 'start' | 'cancel', Step[]>>,
) {
  const sends = new Map(Object.entries(scripts).map(([name, steps]) => [name, new ScriptedSend(...steps)]));
  const requests: HttpRequest[] = [];
  const send: Send = async (request) => {
    requests.push(request);
    const script = sends.get(operationOf(request));
    return script ? script.send(request) : gatewayError(404, '300');
  };
  return { send, requests, operations: () => requests.map(operationOf) };
}

/** A response of getJobExecutions: the entries on page 0, none on other pages. */
export function listed(...executions: unknown[]): (request: HttpRequest) => HttpResponse {
  return ({ path }) => httpResponse(200, { list: path.includes('page=0&') ? executions : [] });
}
