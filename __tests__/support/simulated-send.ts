import {
  createSimulatedService,
  type SimulatedService,
  type SimulatorOptions,
} from '../../simulator/simulator.ts';
import { ConnectionFailure, type HttpResponse, type Send } from '../../src/http/network.ts';
import { KEYS } from './contexts.ts';
import type { FakeClock } from './fake-clock.ts';

/** A simulated service in this process, on a fake clock, with the keys of the test contexts. */
export function serviceOn(clock: FakeClock, options: SimulatorOptions = {}): SimulatedService {
  const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    clock.pass(ms, signal);
    signal?.throwIfAborted();
  };
  return createSimulatedService({
    ...KEYS,
    now: () => clock.trueMs(),
    sleep,
    idSeed: 'test',
    jobs: [{ jobId: 'job1' }],
    ...options,
  });
}

/**
 * The network to that service: each request takes `latencyMs`, and a client's time limit passes on the fake clock.
 */
export function sendTo(service: SimulatedService, clock: FakeClock, latencyMs = 40): Send {
  return async (request) => {
    clock.pass(latencyMs, request.signal);
    request.signal?.throwIfAborted();
    return wholeResponse(await service.handle(request));
  };
}

/** A response, or the error with which a network says that there is none. */
export function wholeResponse(result: Awaited<ReturnType<SimulatedService['handle']>>): HttpResponse {
  if (!('broken' in result)) return result;
  if (result.broken === 'refused') throw new ConnectionFailure('connect ECONNREFUSED', false, 'ECONNREFUSED');
  if (result.broken === 'hang') throw new ConnectionFailure('no response in time', true, 'TIMEOUT');
  throw new ConnectionFailure('read ECONNRESET', true, 'ECONNRESET');
}
