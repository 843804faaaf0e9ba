import {
  createSimulatedService,
  type ServiceRequest,
  type SimulatedService,
  type SimulatorOptions,
} from '../../simulator/simulator.ts';
import { type ApiResponse, BEGIN_MS, jsonOf, sent, signedHeaders } from './signed-request.ts';

/** What a request without a socket can have besides. */
export type Patience = Pick<ServiceRequest, 'timeoutMs' | 'signal'>;

/** A service in this process, on a clock that jumps over every wait. */
export interface ServiceScene {
  readonly service: SimulatedService;
  /** A signed request; rejects with the name of the fault when the connection breaks. */
  call(line: string, body?: unknown, patience?: Patience): Promise<ApiResponse>;
  pass(ms: number): void;
  nowMs(): number;
  /** Milliseconds since the scene began. */
  elapsedMs(): number;
}

/** Makes a service and its clock. */
export function serviceScene(options: SimulatorOptions = {}): ServiceScene {
  let nowMs = BEGIN_MS;
  const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    nowMs += ms;
  };
  const service = createSimulatedService({ now: () => nowMs, sleep, idSeed: 'scene', ...options });
  const call: ServiceScene['call'] = async (line, body, patience) => {
    const [method = '', path = ''] = line.split(' ');
    const headers = signedHeaders(service, nowMs, line);
    const result = await service.handle({ method, path, headers, body: sent(body), ...patience });
    if ('broken' in result) throw new Error(result.broken);
    const text = result.body.toString();
    return { status: result.status, headers: result.headers, text, json: jsonOf(text) };
  };
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { service, call, pass, nowMs: () => nowMs, elapsedMs: () => nowMs - BEGIN_MS };
}
